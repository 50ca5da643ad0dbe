"""The front page and the pages that are documents of the project."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from analysis.data.study import object_of_study, study
from analysis.text.words import _, as_printed, language, number
from analysis.topics.overview.views import APART, FAILS, HOLDS, OPEN, OWN
from recount.app.setup import ROOT
from recount.publish import claimreview, findings_pages, ledger_documents
from recount.publish.site import gallery as site_gallery
from recount.publish.site import ledger_pages as site_ledger
from recount.publish.site import notebook_pages as site_notebooks
from recount.publish.site import shown_run
from recount.publish.site import tables as site_data
from recount.publish.site.bibliography import bibliography_page
from recount.publish.site.html import (
    count_words,
    escape,
    inline,
    items,
    link,
    page,
    raw,
    sources_section,
    table,
    tag,
)  # fmt: skip
from recount.publish.site.what_if import what_if_page
from recount.runs.catalogue import questions

#: Documents at the top of the checkout that are pages of the site; those of docs/ and lessons/ are found by themselves.
DOCUMENTS = ("CONTRIBUTING.md", "INCONSISTENCIES.md", "CONSISTENCIES.md", "CHANGELOG.md")
#: What the ledger writes for any text.
LISTS = ("INCONSISTENCIES.md", "CONSISTENCIES.md")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
#: A figure of the project by itself on a line.
_PICTURE = re.compile(r"^!\[[^\]]*\]\((?:\.\./)*figures/(\w+)\.png\)$", re.MULTILINE)
_AUTOLINK = re.compile(r"<(https?://[^>\s]+)>")


def front_page(has_lessons: bool) -> str:
    """Return the front page: the whole pamphlet at a glance, findings by rule, where to begin, what it is not."""
    shelf = site_ledger.load_shelf()
    rejected, has = len(shelf.rows) - len(shelf.counted), shelf.counted["standing"].value_counts()
    glance = site_gallery.load_figures()["00_glance"]
    shown = site_gallery.picture(glance, "") + tag(
        "figcaption", f'<p>{inline(glance.caption)}</p><p class="files">{site_gallery.downloads(glance, "")}</p>'
    )
    return page(
        _("The numbers of one pamphlet, recounted"),
        _("{author}, *{title}* ({year}), states {n} "
          "quantities. Here each is taken down with its place in the text, tested against the other printed figures, "
          "and set beside the works it cites and what others published. What holds is said as plainly as what "
          "fails.").format(n=number(len(shelf.rows)), **{k: study()["work"][k] for k in ("author", "title", "year")}),
        f"## {_('Ten findings')}",
        findings_pages.front(),
        raw(count_words({
            _("claims, without {n} reported only to reject").format(n=number(rejected)):
                number(len(shelf.counted)),
            _("hold wherever they were tested"): number(int(has.get(HOLDS, 0))),
            _("do not hold in at least one respect"): number(int(has.get(FAILS, 0))),
            _("are only repeated or in order"): number(int(has.get(APART, 0))),
            _("are without an answer"): number(int(has.get(OPEN, 0))),
        })),
        f"## {_('The whole text at a glance')}",
        raw(tag("figure", shown, class_="bundle", lang=shown_run.tongue())),
        f"## {_('How many claims have which verdict')}",
        raw(site_ledger.counts_list()),
        f"## {_('What this is not')}",
        _("Not a history of the period. And no measure of repression by party expulsions: who was expelled was not "
          "thereby arrested, convicted or killed, and many who were had never been members. Both are shown, in "
          "different figures, and no figure divides one by the other."),
        f"## {_('Where to begin')}",
        raw(_readers(has_lessons)),
        *_findings(),
        sources_section([object_of_study()]),
        _tree(has_lessons),
    )  # fmt: skip


def _findings() -> list[str]:
    titles = questions()
    points = (
        f"<h3>{link(f'notebooks/{name}.html', titles[name])}</h3><p>{inline(text)}</p>"
        for name, text in site_notebooks.first_points().items()
    )
    return [
        f"## {_('One finding from each notebook')}",
        _("Chosen by rule, not by result: from each notebook the first point of its last part, *What can be said, and "
          "what cannot*."),
        raw(tag("div", "".join(points), class_="findings", lang=shown_run.tongue())),
        f"## {_('The claim on which most figures hang')}",
        _("Chosen by rule, not by result: for each part of the text the tested claim with the most figures that its "
          "own checks rest on and claims that rest on it; of several the first in the text."),
        raw(_connected()),
    ]  # fmt: skip


def _connected() -> str:
    rows = []
    for row in site_ledger.most_connected().itertuples():
        claim = link(f"ledger.html#{row.claim}", row.statement)
        said = row.statement if row.voice == OWN else f"{row.statement} ({_(row.voice)})"
        rows.append((None, [
            escape(_(row.part)), claim.replace(escape(row.statement), escape(said)), escape(as_printed(row.printed)),
            number(row.connected),
            tag("span", escape(_(row.standing)), class_=site_ledger.CLASSES[row.standing]), escape(row.working),
        ]))  # fmt: skip
    heads = [_("Part of the text"), _("Claim"), _("Printed"), _("Figures"), _("Answer"), _("Working")]
    made = table(heads, rows, _("The claim of each part on which most figures hang"))
    return tag("div", made, class_="headed")


def _readers(has_lessons: bool) -> str:
    teacher = [link("gallery/index.html", _("The figures"))]
    if has_lessons:
        teacher.insert(0, link("lessons/index.html", _("The lessons")))
    readers = {
        _("A reader in a hurry"): [
            link("project/inconsistencies.html", _("Every claim that does not hold")),
            link("project/consistencies.html", _("Every claim that holds")),
        ],
        _("A historian"): [
            link("ledger.html", _("The ledger, claim by claim")),
            link("notebooks/04_expulsion_is_not_repression.html", _("Expulsion and repression, each by itself")),
            link("data/index.html", _("The data, row by row")),
        ],
        _("A teacher"): teacher,
        _("A reviewer"): [
            link("project/completeness.html", _("How complete the ledger is")),
            link("data/dictionary.html", _("The data dictionary")),
            link("bibliography.html", _("The bibliography")),
        ],
    }  # fmt: skip
    blocks = (f"<section><h3>{escape(who)}</h3>{items(links)}</section>" for who, links in readers.items())
    return tag("div", "".join(blocks), class_="readers")


def _tree(has_lessons: bool) -> str:
    entries = {
        _("Ten findings"): "findings",
        _("What if"): "whatif",
        _("Notebooks"): "notebooks/index",
        _("Figures"): "gallery/index",
        _("Ledger"): "ledger",
        _("Data"): "data/index",
        **({_("Lessons"): "lessons/index"} if has_lessons else {}),
        _("Bibliography"): "bibliography",
        _("Project"): "project/index",
    }
    lines = "\n".join(f"{title} <{target}>" for title, target in entries.items())
    return f"```{{toctree}}\n:hidden:\n\n{lines}\n```"


# ---------------------------------------------------------------------------------------------
# Documents
# ---------------------------------------------------------------------------------------------


def documents() -> dict[Path, str]:
    """Return the documents that are pages, with their places below the sources, without suffix."""
    found = {ROOT / name: f"project/{Path(name).stem.lower()}" for name in DOCUMENTS if (ROOT / name).is_file()}
    found |= {path: f"project/{path.stem.lower()}" for path in sorted((ROOT / "docs").glob("*.md"))}
    found |= {path: f"lessons/{path.stem.lower()}" for path in sorted((ROOT / "lessons").glob("*.md"))}
    for text in sorted((ROOT / "texts").glob("*/text.toml")):
        # A page for each text that is installed, and one for each of its lists.
        for name in ("README.md", *LISTS):
            if (text.parent / name).is_file():
                place = "_".join([text.parent.name, *([Path(name).stem.lower()] if name in LISTS else [])])
                found[text.parent / name] = f"project/{place}"
    return found


def document_pages() -> dict[str, str]:
    """Return the project's documents and lessons as pages, with an index of each kind."""
    places = documents()
    made = {f"{place}.md": relinked(path, places) for path, place in places.items()}
    for folder, title in (("project", _("About the project")), ("lessons", _("Lessons"))):
        names = [Path(p).name for p in places.values() if p.startswith(f"{folder}/") and p != f"{folder}/index"]
        if not names:
            continue
        own = made.get(f"{folder}/index.md") or page(title)
        entries = "\n".join(names)
        made[f"{folder}/index.md"] = f"{own}\n```{{toctree}}\n:maxdepth: 1\n\n{entries}\n```\n"
    return made


def relinked(path: Path, places: dict[Path, str]) -> str:
    """Return a document whose links to files of the checkout lead to pages of the site.

    A link to a page goes to the page, one to a table or figure to its place here; what has no page stays as text.

    Parameters
    ----------
    path : Path
        The document.
    places : dict
        From :func:`documents`.
    """

    def change(found: re.Match) -> str:
        mark, text, target = found.groups()
        if re.match(r"[a-z]+:|#", target):
            return found[0]
        file, _hash, part = target.partition("#")
        place = _place((path.parent / file).resolve(), places)
        if place is None or mark:
            return text
        return f"[{text}]({place}{'#' + part if part else ''})"

    # Code shows links and signs as they are.
    pieces = re.split(r"(^```.*?^```[^\n]*$|`[^`\n]+`)", _text(path), flags=re.S | re.M)
    words = [
        piece if number % 2 else _AUTOLINK.sub(r"[\1](\1)", _LINK.sub(change, _PICTURE.sub(_picture, piece)))
        for number, piece in enumerate(pieces)
    ]
    return "".join(words)


def _text(path: Path) -> str:
    if language() != "en" and path.parent == ROOT and path.name in LISTS:
        return ledger_documents.documents()[path.name]
    if path.parent.name != "lessons":
        return path.read_text(encoding="utf-8")
    from recount.publish import lessons

    return lessons.page(path.stem)


def _picture(found: re.Match) -> str:
    figure = site_gallery.load_figures().get(found[1])
    if figure is None:
        return found[0]
    files = f'<p class="files">{site_gallery.downloads(figure)}.</p>'
    shown = site_gallery.picture(figure) + tag("figcaption", files)
    return raw(tag("figure", shown, class_="bundle", lang=shown_run.tongue()))


def _place(target: Path, places: dict[Path, str]) -> str | None:
    if target in places:
        return f"../{places[target]}.md"
    try:
        inside = PurePosixPath(target.relative_to(ROOT).as_posix())
    except ValueError:
        return None
    if inside.parts[:1] == ("notebooks",) and target.is_file():
        return f"../notebooks/{inside.name}"
    if inside.suffix == ".csv" and inside.parts[0] == "data" and inside.stem in site_data.load_tables():
        return f"../data/{inside.stem}.md"
    return {"README.md": "../index.md", "CITATION.cff": "../index.md"}.get(str(inside))


def pages() -> dict[str, str | bytes]:
    """Return every page of the site that has a source, by path below the sources."""
    made = document_pages()
    has_lessons = "lessons/index.md" in made
    return {
        "index.md": front_page(has_lessons),
        "findings.md": findings_pages.findings_page(),
        "whatif.md": what_if_page(),
        "ledger.md": site_ledger.ledger_page(),
        "reviews.md": claimreview.reviews_page(),
        "bibliography.md": bibliography_page(),
        **site_notebooks.pages(),
        **site_gallery.pages(),
        **site_data.pages(),
        **made,
    }
