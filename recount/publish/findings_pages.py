"""The ten findings as Markdown: the block of the README, and the page of the site."""

from __future__ import annotations

from analysis.ten_findings import FAILS, HOLDS, OPEN, Finding, load_findings
from analysis.text.words import _
from recount.publish.site import gallery, shown_run
from recount.publish.site.html import escape, inline, link, page, raw, tag

HEADS = {HOLDS: "What holds", FAILS: "What does not hold", OPEN: "What stays open"}


def block() -> str:
    """Return the findings as Markdown, a list under each heading."""
    lines = []
    for stands, head in HEADS.items():
        lines += ["", f"**{_(head)}**", ""]
        lines += [f"{n}. {_point(found)}" for n, found in enumerate(_standing(stands), 1)]
    return "\n".join(lines[1:])


def _point(found: Finding) -> str:
    places = f"`{found.notebook}`, `{found.figure}`; `recount explain {found.name}`"
    return f"**{found.title}.** {found.sentence} *{found.verdict}.* {places}"


def _standing(stands: str) -> list[Finding]:
    return [found for found in load_findings() if found.stands == stands]


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
