"""The figures of the ledger: each a bundle with words generated from its counts."""

from __future__ import annotations

import pandas as pd

from analysis.data.study import object_of_study
from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.text import verdicts
from analysis.text.words import _, number, percent
from analysis.topics.overview.counts import by_part, counts, shares, strength, strictness_counts
from analysis.topics.overview.findings import READINGS, claims_in_words
from analysis.topics.overview.views import APART, FAILS, HOLDS, LIGHT, QUESTIONS, VOICES, Book

NOTEBOOK = "00_ledger"
NO_BREAK = "\N{NO-BREAK SPACE}"
ORDERS = {
    "arithmetic": verdicts.ARITHMETIC_ORDER,
    "fidelity": verdicts.FIDELITY_ORDER,
    "evidence": verdicts.EVIDENCE_ORDER,
}


def source() -> pd.DataFrame:
    """Return the text itself as the source of a figure that counts its statements."""
    return pd.DataFrame({"sources": [object_of_study()], "locator": [""]})


def reading_words(book: Book, rejected: bool = False) -> str:
    """Return under which reading a figure was drawn, and whether claims reported only to reject are in it."""
    words = _("Read {reading}.").format(reading=_(READINGS[book.choices.reading]))
    if rejected:
        return words
    return words + " " + _("Without claims that the author reports only to reject.")


def tested_words(book: Book, question: str) -> str:
    """Return how many claims were tested in a question, and with which answer."""
    row = shares(book.judged).set_index("question").loc[question]
    words = _("Set against {what}, {tested} of {claims} can be tested: {holds} hold, {fails} do not")
    if not row["tested"]:
        words = _("Set against {what}, none of {claims} can be tested")
    return words.format(
        what=_(QUESTIONS[question]), tested=number(row["tested"]), claims=claims_in_words(row["claims"]),
        holds=number(row["holds"]), fails=number(row["fails"]),
    )  # fmt: skip


def glance_figure(book: Book) -> Bundle:
    """Return the whole text at a glance: a mark for each claim, in text order, by verdict and by who speaks."""
    question, rows = book.choices.verdict, book.shown
    read = reading_words(book, rejected=not book.choices.hide_rejected)
    heads = {v: _(v)[0].upper() + _(v)[1:] for v in VOICES}
    data = pd.DataFrame(
        {
            "label": [_mark(word, test, question) for word, test in zip(rows[question], rows["test"], strict=True)],
            "x": rows["number"],
            "panel": rows["voice"].map(heads),
            "id": rows["claim"],
        }
    )
    data = data.sort_values("panel", key=lambda p: p.map(list(heads.values()).index), kind="stable")
    has = counts(rows)
    said = "; ".join(f"{_(r.verdict)}: {number(r.claims)}" for r in has[has["question"] == question].itertuples())
    return figures.bundle(
        "00_glance", "strip", data, title=tested_words(book, question),
        caption=_(
            "Each mark is one claim, at its place in the order of the text; rows and shapes show the verdict, the "
            "numbers at the right count the marks. Quotations and claims reported only to reject stand apart; the "
            "latter are not in the title. "
        ) + read,
        alt=_("Strip of marks in text order, a row for each verdict. {said}.").format(said=said),
        unit=_("claims, numbered in the order of the text"), notebook=NOTEBOOK,
        sources=source(),
        order=_marks(question), subtitle=read,
    )  # fmt: skip


def _mark(word: str, test: str, question: str) -> str:
    """Return the row of the picture on which a claim stands; a test that shows little has a row of its own."""
    light = question == "arithmetic" and test in LIGHT and word in verdicts.HOLDS
    return _(APART) if light else _(word)


def _marks(question: str) -> tuple[str, ...]:
    order = [_(word) for word in ORDERS[question]]
    return (*order[:2], _(APART), *order[2:]) if question == "arithmetic" else tuple(order)


def verdicts_figure(book: Book) -> Bundle:
    """Return the number of claims by verdict, a panel for each column of the ledger."""
    has = counts(book.judged)
    data = pd.DataFrame(
        {
            "label": has["verdict"].map(_), "value": has["claims"],
            "group": [_("set against {what}").format(what=_(QUESTIONS[q])) for q in has["question"]],
        }
    )  # fmt: skip
    said = "; ".join(f"{r.label}, {r.group}: {number(r.value)}" for r in data.itertuples())
    tested = shares(book.judged).set_index("question")["tested"].map(number)
    title = _(
        "Of {all}, {arithmetic} can be tested against other printed figures, {evidence} against estimates, {fidelity} "
        "against the work cited"
    ).format(all=claims_in_words(len(book.judged)), **tested)
    return figures.bundle(
        "00_verdicts", "bars", data, title=title,
        caption=_("Number of claims by verdict. Every claim has one verdict of each colour. ") + reading_words(book),
        alt=_("Bars, number of claims by verdict. {said}.").format(said=said), unit=_("claims"), notebook=NOTEBOOK,
        sources=source(),
        digits=0, subtitle=reading_words(book),
    )  # fmt: skip


def parts_figure(book: Book) -> Bundle:
    """Return the claims that hold and those that do not, by part of the text."""
    rows = by_part(book.judged)
    labels = [
        _("{part} ({n})").format(part=_(name), n=claims_in_words(count).replace(" ", NO_BREAK))
        for name, count in zip(rows["part"], rows["claims"], strict=True)
    ]
    data = pd.concat(
        [
            pd.DataFrame({"label": labels, "value": rows[column], "group": _(name)})
            for column, name in (("holds", HOLDS), ("fails", FAILS))
        ],
        ignore_index=True,
    )
    said = "; ".join(f"{r.label}, {r.group}: {number(r.value)}" for r in data.itertuples())
    title = _("Of {all}, {holds} hold wherever they were tested, {fails} do not, {open} have no answer of weight")
    return figures.bundle(
        "00_parts", "bars", data,
        title=title.format(
            holds=number(rows["holds"].sum()), all=claims_in_words(rows["claims"].sum()),
            fails=number(rows["fails"].sum()),
            open=number(rows["open"].sum() + rows["apart"].sum()),
        ),
        caption=_(
            "Claims by part of the text. Holds: some verdict of the three supports the figure and none is against it. "
            "Does not hold: at least one verdict is against it. The rest is only repeated or in order, or has no "
            "answer. In brackets: all claims of the part. "
        ) + reading_words(book),
        alt=_("Bars, number of claims by part of the text and answer. {said}.").format(said=said),
        unit=_("claims"), notebook=NOTEBOOK, sources=source(),
        digits=0, subtitle=reading_words(book),
        inside_note=_("Statements are counted here, not persons, events or deaths."),
    )  # fmt: skip


def strictness_figure(book: Book) -> Bundle:
    """Return the tests against other printed figures by the chance of passing anyway."""
    rows = strictness_counts(book.judged)
    data = pd.DataFrame({"label": rows["chance"].map(_), "value": rows["claims"], "group": rows["answer"].map(_)})
    said = "; ".join(f"{r.label}, {r.group}: {number(r.value)}" for r in data.itertuples())
    tested = int(rows["claims"].sum())
    has = strength(book.judged, book.choices.max_chance)
    title = _("Of {holds} that hold against other printed figures, {weak} passed a weak test").format(
        holds=claims_in_words(has["holds"]), weak=number(has["weak"])
    )
    if not has["holds"]:
        title = _("Tested against other printed figures: {n}").format(n=claims_in_words(tested))
    return figures.bundle(
        "00_strictness", "bars", data, title=title,
        caption=_(
            "Tested claims by the share of figures between half and double the printed one that would have passed the "
            "same test. The smaller the share, the more a passed test says; above {most} the test is called weak. An "
            "order of two dates is right by chance in half of all cases. "
        ).format(most=percent(100 * book.choices.max_chance, None)) + reading_words(book),
        alt=_("Bars, number of claims by chance of passing and answer. {said}.").format(said=said),
        unit=_("claims, by the share of nearby figures that would pass the same test"), notebook=NOTEBOOK,
        sources=source(), digits=0, subtitle=reading_words(book),
    )  # fmt: skip
