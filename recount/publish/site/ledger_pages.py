"""The page of the ledger: every claim with its verdicts, to be opened to working, rows and sources.

All claims stand in the page itself; a small script adds search and filter where it may run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.data import tables
from analysis.data.study import object_of_study
from analysis.display.pages import chance_text
from analysis.ledger import claims, evidence
from analysis.ledger import judge as ledger
from analysis.text import verdicts
from analysis.text.words import _, as_printed, number
from analysis.topics.overview import findings as ledger_words
from analysis.topics.overview import views as ledger_views
from recount.publish.shown import notebooks_of
from recount.publish.site.html import bibliography_link, escape, items, link, page, raw, region, sources_section, tag
from recount.publish.site.tables import row_link

#: Answer -> class of a cell, for its sign and colour.
CLASSES = {
    ledger_views.HOLDS: "holds", ledger_views.FAILS: "fails", ledger_views.APART: "open", ledger_views.OPEN: "open",
}  # fmt: skip
HEADS = ("No.", "What the pamphlet states, in our words", "Printed", "Arithmetic", "Fidelity", "Evidence")
QUESTIONS = tuple(ledger_views.QUESTIONS)


@dataclass(frozen=True)
class Shelf:
    """The ledger with what its page needs besides.

    Attributes
    ----------
    rows : pandas.DataFrame
        All claims as printed, from :func:`analysis.topics.overview.views.marked`.
    operands : dict
        Claim -> names of the rows that its checks rest on, in order.
    estimates, reports : dict
        Claim -> names of the estimates and of the rows of cited reports that it was compared with.
    """

    rows: pd.DataFrame
    operands: dict[str, list[str]]
    estimates: dict[str, list[str]]
    reports: dict[str, list[str]]

    @property
    def counted(self) -> pd.DataFrame:
        """The claims that counts are of: without those reported only to reject."""
        return self.rows[self.rows["voice"] != ledger_views.REJECTED]


@lru_cache(maxsize=1)
def load_shelf() -> Shelf:
    """Return the ledger of the data folder."""
    facts = ledger.load_facts()
    frame = claims.load_claims({*facts.rows, *facts.lists})
    keyed = list(frame.itertuples())
    return Shelf(
        ledger_views.marked(ledger.evaluate(frame, facts), frame),
        {c.claim: _once(i for r in claims.relations(c) for i in r.ids) for c in keyed},
        {c.claim: _taken_apart(evidence.against_evidence(c, facts).estimates) for c in keyed if c.compare},
        {name: _taken_apart([getattr(row, "report_id", "")]) for name, row in facts.fidelity.items()},
    )


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _taken_apart(names: Iterable[str]) -> list[str]:
    return _once(part for name in names for part in name.replace(";", "+").split("+") if part)


def ledger_page() -> str:
    """Return the page of the ledger as MyST."""
    shelf = load_shelf()
    rows = shelf.rows
    keys = sorted({key for cell in rows["sources"] for key in cell.split(";") if key} | {object_of_study()})
    return page(
        _("The ledger"),
        _("Every quantity that the pamphlet states, in the order of the text, with three verdicts: against the other "
          "printed figures (arithmetic), against the work cited for it (fidelity), against the estimates collected "
          "(evidence). Open a claim to see the working, the rows of data and the sources. A claim that does not hold "
          "against other printed figures is not thereby the wrong one: the test blames neither."),
        raw(_meanings()),
        raw(_form(rows)),
        raw(_table(rows, shelf)),
        sources_section(keys),
        raw(f"<p>{link('reviews.html', _('The same for machines, as ClaimReview'))}</p>"),
        raw('<script src="_static/ledger.js" defer></script>'),
        "```{toctree}\n:hidden:\n\nreviews\n```",
    )  # fmt: skip


def _meanings() -> str:
    groups = []
    for question in QUESTIONS:
        words = getattr(verdicts, question.upper())
        pairs = (
            f'<dt class="{_class(word, question)}">{escape(_(word))}</dt><dd>{escape(_(verdicts.meaning(word)))}</dd>'
            for word in words
        )
        groups.append(f"<h3>{escape(_capital(ledger_words.column_words(question)))}</h3><dl>{''.join(pairs)}</dl>")
    signs = _("A filled circle: the claim holds. A cross: it does not. A ring: there is no answer.")
    summary = f"<summary>{escape(_('What the verdicts mean'))}</summary><p>{escape(signs)}</p>"
    return f'<details class="meanings">{summary}{"".join(groups)}</details>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _class(word: str, question: str) -> str:
    return CLASSES[ledger_views.answer(word, question)]


def _form(rows: pd.DataFrame) -> str:
    fields = [
        f'<label>{escape(_("Search"))} <input type="search" name="q" autocomplete="off"></label>',
        *(_choice(name, _(name).capitalize(), [(_(w), _(w)) for w in getattr(verdicts, name.upper())])
          for name in QUESTIONS),
        _choice("section", _("Section"), _sections(rows)),
        f'<button type="reset">{escape(_("Show all claims"))}</button>',
        f'<button type="button" name="open">{escape(_("Open all that are shown"))}</button>',
    ]  # fmt: skip
    status = f'<p role="status" data-words="{escape(_("{n} of {all} claims are shown."))}"></p>'
    label = escape(_("Search and filter the claims"))
    return f'<form class="filter" role="search" aria-label="{label}" hidden>{"".join(fields)}{status}</form>'


def _choice(name: str, label: str, options: list[tuple[str, str]]) -> str:
    made = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options)
    first = f'<option value="">{escape(_("all"))}</option>'
    return f'<label>{escape(label)} <select name="{name}">{first}{made}</select></label>'


def _sections(rows: pd.DataFrame) -> list[tuple[str, str]]:
    subjects = tables.load_pamphlet("sections").set_index("section")["subject"]
    return [(s, f"{_(subjects[s])} ({s})") for s in dict.fromkeys(rows["section"])]


def _table(rows: pd.DataFrame, shelf: Shelf) -> str:
    subjects = tables.load_pamphlet("sections").set_index("section")["subject"]
    bodies, before = [], ""
    for section, group in rows.groupby("section", sort=False):
        part = group["part"].iloc[0]
        start = _heading("part", _(part)) if part != before else ""
        before = part
        inside = "".join(_row(row, shelf) for row in group.itertuples())
        heading = _heading("section", f"{_(subjects[section])} ({section})")
        bodies.append(f'<tbody role="rowgroup" id="{section}">{start}{heading}{inside}</tbody>')
    heads = "".join(f'<th role="columnheader" scope="col">{escape(_(head))}</th>' for head in HEADS)
    caption = _("All {n} claims of the pamphlet, as printed").format(n=number(len(rows)))
    top = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    labels = ";".join(f"--{name}:'{escape(_(name))}'" for name in (*QUESTIONS, "printed"))
    table = f'<table role="table" class="ledger" style="{labels}"><caption>{escape(caption)}</caption>{top}'
    return region(table + "".join(bodies) + "</table>", caption)


def _heading(kind: str, words: str) -> str:
    return f'<tr role="row" class="{kind}"><th role="rowheader" colspan="6" scope="rowgroup">{escape(words)}</th></tr>'


def _row(row, shelf: Shelf) -> str:
    verdict_cells = "".join(
        f'<td role="cell" class="{_class(getattr(row, name), name)}">{escape(_(getattr(row, name)))}</td>'
        for name in QUESTIONS
    )
    return (
        f'<tr role="row" id="{row.claim}"><td role="cell">{row.number}</td>'
        f'<td role="cell">{_opened(row, shelf)}</td>'
        f'<td role="cell">{_printed(row)}</td>{verdict_cells}</tr>\n'
    )


def _printed(row) -> str:
    return row_link(row.claim).replace(f">{row.claim}<", f">{escape(as_printed(row.printed))}<")


def _opened(row, shelf: Shelf) -> str:
    statement = row.statement if row.voice == ledger_views.OWN else f"{row.statement} ({_(row.voice)})"
    lines = [escape(row.working)]
    if row.repair:
        lines.append(escape(row.repair))
    if row.chance == row.chance:
        words = _("Chance that a nearby figure would have passed too: {chance}.")
        lines.append(escape(words.format(chance=chance_text(row.chance))))
    keys = [key for key in row.sources.split(";") if key]
    lines += [
        _listed(_("Row:"), [row_link(row.claim)]),
        _listed(_("Rests on:"), [_operand(name) for name in shelf.operands[row.claim]]),
        _listed(_("The cited work:"), map(row_link, shelf.reports.get(row.claim, []))),
        _listed(_("Estimates:"), map(row_link, shelf.estimates.get(row.claim, []))),
        _listed(_("Sources:"), map(bibliography_link, keys)),
        _listed(_("Shown in:"), [link(f"notebooks/{name}.html", name) for name in notebooks_of(row.claim)]),
    ]
    inside = "".join(f"<p>{line}</p>" for line in lines if line)
    return f"<details><summary>{escape(statement)}</summary>{inside}</details>"


def _operand(name: str) -> str:
    return link("data/trial_names.html", name) if name.startswith("list:") else row_link(name)


def _listed(head: str, links: Iterable[str]) -> str:
    found = list(links)
    return f"{escape(head)} {', '.join(found)}" if found else ""


# ---------------------------------------------------------------------------------------------
# What the front page takes from the ledger
# ---------------------------------------------------------------------------------------------


def filtered(question: str, word: str) -> str:
    """Return the address of the ledger with one verdict chosen."""
    from urllib.parse import urlencode

    return "ledger.html?" + urlencode({question: _(word)})


def counts_list() -> str:
    """Return the number of claims by verdict, each with a link to the claims, as HTML."""
    rows = load_shelf().counted
    blocks = []
    for question in QUESTIONS:
        has = rows[question].value_counts()
        entries = (
            f'<span class="{_class(word, question)}">{link(filtered(question, word), _(word))}</span> '
            f"<b>{number(int(has.get(word, 0)))}</b>"
            for word in getattr(verdicts, question.upper())
        )
        head = escape(_capital(ledger_words.column_words(question)))
        blocks.append(tag("section", f"<h3>{head}</h3>{items(entries)}"))
    return tag("div", "".join(blocks), class_="verdicts")


def most_connected() -> pd.DataFrame:
    """Return for each part of the text the tested claim that the most figures hang on.

    Figures that the claim's own checks rest on and other claims whose checks rest on it are counted together.
    Of several with the same count the first in the text is taken. Claims reported only to reject are left out.

    Returns
    -------
    pandas.DataFrame
        Rows of the ledger and ``connected``, the count.
    """
    shelf = load_shelf()
    rows = shelf.counted
    used = ledger.uses(rows)
    count = [
        len({*shelf.operands[claim], *(other.claim for other, _check in used.get(claim, []))} - {claim})
        for claim in rows["claim"]
    ]
    tested = rows.assign(connected=count)[rows["standing"] != ledger_views.OPEN]
    return tested.sort_values(["connected", "position"], ascending=[False, True], kind="stable").drop_duplicates(
        "part"
    ).sort_values("position", kind="stable")  # fmt: skip
