"""The ten findings as Markdown: the block of the README, and the page of the site."""

from __future__ import annotations

from pathlib import Path

from analysis.ten_findings import FAILS, HOLDS, OPEN, Finding, load_findings
from analysis.text.words import _
from recount.app.setup import ROOT
from recount.publish.site import gallery, shown_run
from recount.publish.site.html import escape, inline, link, page, raw, tag

BEGIN, END = "<!-- findings: made by recount findings --write -->", "<!-- end of findings -->"
HEADS = {HOLDS: "What holds", FAILS: "What does not hold", OPEN: "What stays open"}
#: Documents that carry the block.
DOCUMENTS = ("README.md",)


class FindingsError(ValueError):
    """A document without a place for the findings."""


def block() -> str:
    """Return the findings as Markdown, a list under each heading, between the two marks."""
    lines = [BEGIN]
    for stands, head in HEADS.items():
        lines += ["", f"**{_(head)}**", ""]
        lines += [f"{n}. {_point(found)}" for n, found in enumerate(_standing(stands), 1)]
    return "\n".join([*lines, "", END])


def _point(found: Finding) -> str:
    return f"**{found.title}.** {found.sentence} *{found.verdict}.* `{found.notebook}`, `{found.figure}`"


def _standing(stands: str) -> list[Finding]:
    return [found for found in load_findings() if found.stands == stands]


def replaced(text: str, name: str) -> str:
    """Return a document with the block of the findings renewed.

    Raises
    ------
    FindingsError
        If the document has not the two marks, in order.
    """
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise FindingsError(f"{name}: expected the lines {BEGIN} and {END}, found them not in order; put them in")
    return before + block() + after


def write() -> list[Path]:
    """Renew the block in every document that carries it and return their paths."""
    from analysis.data.files import write_atomic

    paths = [ROOT / name for name in DOCUMENTS]
    for path in paths:
        write_atomic(path, replaced(path.read_text(encoding="utf-8"), path.name).encode("utf-8"))
    return paths


def findings_page() -> str:
    """Return the page of the findings as MyST, each with figure, verdict, firmness, and links to where it stands."""
    parts = []
    for stands, head in HEADS.items():
        parts += [f"## {_(head)}", *(part for found in _standing(stands) for part in _shown(found))]
    return page(
        _("Ten findings"),
        _("Five where the pamphlet's figures hold, five where they do not, and what stays open. They were chosen by "
          "hand, each for the reason given; every number in them is worked out from the data."),
        *parts,
    )  # fmt: skip


def _shown(found: Finding) -> list[str]:
    figure = gallery.load_figures().get(found.figure)
    drawn = tag("figure", gallery.picture(figure, ""), class_="bundle", lang=shown_run.tongue()) if figure else ""
    about = {_("Verdict"): found.verdict, _("How firmly"): found.firmness, _("Why it is here"): found.why}
    said = "".join(f"<dt>{escape(head)}</dt><dd>{escape(words)}</dd>" for head, words in about.items())
    rows = [link(f"ledger.html#{name}", name) for name in found.claims[:6]]
    places = ", ".join([link(f"notebooks/{found.notebook}.html", found.notebook), *rows])
    shown = f'<p>{inline(found.sentence)}</p>{drawn}<dl class="about">{said}</dl><p class="files">{places}</p>'
    return [f"### {found.title}", raw(tag("section", shown, class_=f"finding {found.stands}"))]


def front() -> str:
    """Return what the front page shows of the findings: titles and sentences in three groups, with links."""
    groups = []
    for stands, head in HEADS.items():
        said = (f"<strong>{inline(f.title)}.</strong> {inline(f.sentence)}" for f in _standing(stands))
        points = "".join(f"<li>{words}</li>" for words in said)
        groups.append(tag("section", f"<h3>{escape(_(head))}</h3><ol>{points}</ol>", class_=f"finding {stands}"))
    more = f"<p>{link('findings.html', _('With figures, verdicts and why they were chosen'))}</p>"
    return raw(tag("div", "".join(groups) + more, class_="ten"))
