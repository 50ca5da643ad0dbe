"""What the notebook on the ledger says: findings, tables and statements, all generated from the counts.

A claim that holds and one that does not are worded alike.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import tables
from analysis.data.study import object_of_study
from analysis.display.pages import chance_text
from analysis.text import verdicts
from analysis.text.words import _, ngettext, number, percent
from analysis.topics.overview.counts import (
    NO_REPAIR,
    by_part,
    by_test,
    counts,
    repairs,
    shares,
    strength,
    would_answer,
)  # fmt: skip
from analysis.topics.overview.counts import (
    findings as count_findings,
)
from analysis.topics.overview.views import (
    FAILS,
    HOLDS,
    OPEN,
    QUESTIONS,
    REJECTED,
    VOICES,
    Book,
    answer,
    answered,
    answers,
)

#: No list is longer than this; the whole ledger stands in the files named in the notebook.
MOST_ROWS = 100
#: A section is listed by itself if it holds as many claims.
MANY_CLAIMS = 10
DASH = "\N{EN DASH}"
READINGS = {"as_printed": "as printed", "as_corrected": "with the corrections"}


def claims_in_words(count: int) -> str:
    """Return a number of claims: ``"1 claim"``, ``"702 claims"``."""
    return ngettext("{n} claim", "{n} claims", count).format(n=number(count))


def share_in_words(share: float) -> str:
    """Return a share of 1 as a percentage; a dash where there is none."""
    return DASH if share != share else percent(100 * share, 1)


def column_words(question: str) -> str:
    """Return a column of the ledger with what it asks."""
    return _("{column}: against {what}").format(column=_(question), what=_(QUESTIONS[question]))


def findings(book: Book) -> list[str]:
    """Return the findings as sentences; all counts are as printed."""
    rows = book.counted
    found = [_keyed(book), _answers(rows), *_tests(rows)]
    found += [_answered(row) for row in shares(rows).to_dict("records") if row["question"] != "arithmetic"]
    found += [_firmness(rows), _unchecked(rows), *_strictness(rows, book.choices.max_chance)]
    return [text for text in [*found, *_repaired(rows), _corrected(book)] if text]


def _answers(rows: pd.DataFrame) -> str:
    testable = rows[rows["testable"] == "yes"]
    has = int(answered(testable).sum())
    return _(
        "Of {all}, {testable} can be tested at all; the others are vague, judgements or rhetoric. {answered} of them "
        "have an answer ({share}): a test, a passage of the cited work, a published figure, or a part in the test of "
        "another figure."
    ).format(
        all=claims_in_words(len(rows)), testable=number(len(testable)), answered=number(has),
        share=share_in_words(has / len(testable) if len(testable) else float("nan")),
    )  # fmt: skip


def _tests(rows: pd.DataFrame) -> list[str]:
    """Return what calculations, lists and witnesses gave, and beside them what is only repeated or in order."""
    has = by_test(rows).set_index("test")
    said = []
    for test, words in _TESTED.items():
        row = has.loc[test]
        if row["claims"]:
            said.append(
                _(words).format(n=number(row["claims"]), holds=number(row["holds"]), fails=number(row["fails"]))
            )
    fails = rows[answers(rows, "arithmetic") == FAILS]
    if len(fails):
        words = ngettext(
            "Taken together, what does not hold within the text is {n} finding: a misprint that breaks several tests "
            "counts once, where it stands.",
            "Taken together, what does not hold within the text are {n} findings: a misprint that breaks several tests "
            "counts once, where it stands.",
            count_findings(fails),
        )
        said.append(words.format(n=number(count_findings(fails))))
    apart = has.loc[[verdicts.REPETITION, verdicts.ORDER]]
    if apart["claims"].sum():
        words = _(
            "Shown apart and not counted as holding: {repetitions} tested only by a repetition and {orders} only by an "
            "order of dates or by a part that is not above its whole."
        )
        said.append(words.format(
            repetitions=number(apart.at[verdicts.REPETITION, "holds"]), orders=number(apart.at[verdicts.ORDER, "holds"])
        ))  # fmt: skip
    return said


#: Kind of test -> what is said of those that it decided.
_TESTED = {
    verdicts.CALCULATION: "Calculations: {n}. The printed figure follows in {holds}, and does not in {fails}.",
    verdicts.LIST: "Lists counted: {n}. The number printed for it is the length of {holds}, and not of {fails}.",
    verdicts.WITNESS: "The same thing from two places or authors: {n}. They agree in {holds}, and do not in {fails}.",
}


def _firmness(rows: pd.DataFrame) -> str:
    placed = rows[answers(rows, "evidence").isin([HOLDS, FAILS])]
    if placed.empty:
        return ""
    dates = int((placed["kind"] == "date").sum())
    return _(
        "Of these {n}, {dates} are dates of events. {one} rest on one independent line of estimates; {fragile} are "
        "fragile: without one line, with rows that nobody has looked up, or with another reading the answer would be "
        "another."
    ).format(
        n=number(len(placed)), dates=number(dates), one=number((placed["lineages"] == 1).sum()),
        fragile=number((placed["firm"] == verdicts.FRAGILE).sum()),
    )  # fmt: skip


def _unchecked(rows: pd.DataFrame) -> str:
    turned = [answer(a, "evidence") != answer(b, "evidence") for a, b in _then(rows) if b]
    words = _("If the rows that nobody has looked up yet held, the answer on the estimates would be another for {n}.")
    return words.format(n=claims_in_words(sum(turned))) if sum(turned) else ""


def _keyed(book: Book) -> str:
    has = book.as_printed["voice"].value_counts()
    own, quoted, rejected = (int(has.get(v, 0)) for v in VOICES)
    where = "" if book.choices.section == "all" else _(" in section {id}").format(id=book.choices.section)
    return _(
        "The ledger has {all}{where}: {own} the author's own, {quoted} in quotations, {rejected} reported only to "
        "reject. The last are counted apart and are left out of the sentences that follow."
    ).format(
        all=claims_in_words(len(book.as_printed)), where=where, own=number(own), quoted=number(quoted),
        rejected=number(rejected),
    )  # fmt: skip


def _answered(row: dict) -> str:
    words = _("Set against {what}: {tested} of {claims} tested ({share}).").format(
        what=_(QUESTIONS[row["question"]]), tested=number(row["tested"]), claims=claims_in_words(row["claims"]),
        share=share_in_words(row["tested_share"]),
    )  # fmt: skip
    if not row["tested"]:
        return words
    return words + " " + _("Of the tested, {holds} hold ({share}) and {fails} do not ({rest}).").format(
        holds=number(row["holds"]), share=share_in_words(row["holds_share"]), fails=number(row["fails"]),
        rest=share_in_words(1 - row["holds_share"]),
    )  # fmt: skip


def _strictness(rows: pd.DataFrame, most: float) -> list[str]:
    has = strength(rows, most)
    if not has["holds"]:
        return []
    weak = _(
        "Of {holds} that hold against other printed figures, {weak} passed a weak test: more than {most} of the "
        "figures between half and double the printed one would have passed too. {strict} passed a stricter one; for "
        "{rest} the chance cannot be asked."
    )
    weak = weak.format(
        holds=claims_in_words(has["holds"]), weak=number(has["weak"]), most=percent(100 * most, None),
        strict=number(has["strict"]), rest=number(has["not_asked"]),
    )  # fmt: skip
    return [weak]


def _repaired(rows: pd.DataFrame) -> list[str]:
    fails = int((rows["standing"] == FAILS).sum())
    if not fails:
        return []
    none = int(repairs(rows).set_index("repair").at[NO_REPAIR, "claims"])
    words = _(
        "Claims that do not hold in at least one of the three respects: {fails}. For {found} of them a rule finds a "
        "simple other reading under which they would; this changes no count."
    )
    return [words.format(fails=number(fails), found=number(fails - none))]


def _corrected(book: Book) -> str:
    before, after = (
        int((f["standing"] == FAILS).sum())
        for f in (book.counted, book.as_corrected[book.as_corrected["voice"] != REJECTED])
    )
    return _(
        "Read with the table of corrections, claims that do not hold in at least one of the three respects: {after} "
        "instead of {before}. Only the reading as printed is counted."
    ).format(before=number(before), after=number(after))


def readings_table(book: Book) -> pd.DataFrame:
    """Return tested, holding and not holding claims under both readings, side by side."""
    parts = []
    for name, frame in (("as_printed", book.as_printed), ("as_corrected", book.as_corrected)):
        found = shares(frame[frame["voice"] != REJECTED])
        found.insert(0, "reading", _(READINGS[name]))
        parts.append(found)
    both = pd.concat(parts).sort_values("question", key=lambda q: q.map(list(QUESTIONS).index), kind="stable")
    return pd.DataFrame(
        {
            _("Column"): both["question"].map(column_words), _("Reading"): both["reading"], _("Claims"): both["claims"],
            _("Tested"): both["tested"], _("Tested, share"): both["tested_share"].map(share_in_words),
            _("Hold"): both["holds"], _("Do not hold"): both["fails"],
            _("Hold, of the tested"): both["holds_share"].map(share_in_words),
            _("Only repeated or in order"): both["apart"],
        }
    )  # fmt: skip


def counts_table(book: Book) -> pd.DataFrame:
    """Return the number of claims by verdict, as printed and with the corrections, and by who speaks."""
    rows, corrected = counts(book.as_printed), counts(book.as_corrected)
    return pd.DataFrame(
        {
            _("Column"): rows["question"].map(column_words), _("Verdict"): rows["verdict"].map(_),
            **{_(v).capitalize(): rows[v] for v in VOICES}, _("All, as printed"): rows["claims"],
            _("All, with the corrections"): corrected["claims"],
        }
    )  # fmt: skip


def tests_table(book: Book) -> pd.DataFrame:
    """Return the claims tested against other printed figures by the kind of test that decided."""
    rows = by_test(book.counted)
    return pd.DataFrame(
        {
            _("Kind of test"): rows["test"].map(_), _("What it does"): [_(verdicts.meaning(t)) for t in rows["test"]],
            _("Claims"): rows["claims"], _("Hold"): rows["holds"], _("Do not hold"): rows["fails"],
            _("Findings"): rows["findings"],
        }
    )  # fmt: skip


def repairs_table(book: Book) -> pd.DataFrame:
    """Return the number of claims that do not hold by the kind of reading under which they would."""
    rows = repairs(book.judged)
    rows = rows[rows["claims"] > 0]
    return pd.DataFrame({_("Other reading"): rows["repair"].map(_), _("Claims"): rows["claims"]})


def unchecked_table(book: Book) -> pd.DataFrame:
    """Return the claims whose answer would be another if the rows that nobody has looked up held."""
    rows = book.counted
    turned = [bool(b) and answer(a, "evidence") != answer(b, "evidence") for a, b in _then(rows)]
    rows = rows[turned]
    return pd.DataFrame(
        {
            _("Claim"): rows["claim"], _("Printed"): rows["printed"],
            _("Now"): [verdicts.worded(a, n) for a, n in zip(rows["evidence"], rows["lineages"], strict=True)],
            _("If the unchecked rows held"): rows["if_unchecked"].map(_), _("Because"): rows["turned_by"],
        }
    )  # fmt: skip


def _then(rows: pd.DataFrame) -> zip:
    return zip(rows["evidence"], rows["if_unchecked"], strict=True)


def unanswered_table(book: Book) -> pd.DataFrame:
    """Return the first testable claims without an answer, and what would answer each."""
    rows = would_answer(book.counted).head(MOST_ROWS)
    return pd.DataFrame({_("Claim"): rows["claim"], _("What would answer it"): rows["would_answer"]})


def sections_table(book: Book) -> pd.DataFrame:
    """Return the counts of the sections with :data:`MANY_CLAIMS` or more claims, or of the chosen section."""
    subjects = tables.load_pamphlet("sections").set_index("section")["subject"]
    rows = by_part(book.judged, "section")
    if book.choices.section == "all":
        rows = rows[rows["claims"] >= MANY_CLAIMS]
    return _placed(rows, "section", _("Section"), lambda name: f"{subjects[name]} ({name})")


def sections_caption(book: Book) -> str:
    """Return the caption of :func:`sections_table`."""
    if book.choices.section != "all":
        return _("Claims of the chosen section")
    return _("Claims by section, sections with {n} claims or more").format(n=number(MANY_CLAIMS))


def _placed(rows: pd.DataFrame, column: str, head: str, word) -> pd.DataFrame:
    return pd.DataFrame(
        {
            head: rows[column].map(word),
            _("Claims no."): [_span(a, b) for a, b in zip(rows["first"], rows["last"], strict=True)],
            _("Claims"): rows["claims"], _("Hold"): rows["holds"], _("Do not hold"): rows["fails"],
            _("Only repeated or in order"): rows["apart"], _("No answer"): rows["open"],
        }
    )  # fmt: skip


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}{DASH}{last}"


def listed(book: Book, question: str, side: str) -> pd.DataFrame:
    """Return the claims that hold, or do not, in one question.

    Parameters
    ----------
    book : Book
    question : str
        One of :data:`analysis.topics.overview.views.QUESTIONS`.
    side : {'holds', 'does not hold'}

    Returns
    -------
    pandas.DataFrame
        Rows of the ledger: calculations first, then lists and witnesses, each by chance, the strictest first; what
        has no chance comes in text order.
    """
    rows = book.shown[answers(book.shown, question) == side]
    if question != "arithmetic":
        return rows.sort_values("position", kind="stable")
    weight = rows["test"].map(list(verdicts.TESTS).index)
    return rows.loc[rows.assign(weight=weight).sort_values(["weight", "chance", "position"], kind="stable").index]


def list_table(book: Book, question: str, side: str) -> pd.DataFrame:
    """Return the first :data:`MOST_ROWS` rows of :func:`listed` as a reader sees them."""
    rows = listed(book, question, side).head(MOST_ROWS)
    table = pd.DataFrame(
        {
            _("No."): rows["number"].map(str), _("Claim"): rows["claim"], _("Printed"): rows["printed"],
            _("Statement, in our words"): [_spoken(r) for r in rows.itertuples()],
            _("Verdict"): [_verdict(r, question) for r in rows.to_dict("records")], _("Working"): rows["working"],
        }
    )  # fmt: skip
    if question == "arithmetic":
        table[_("Chance")] = [_chance(c, book.choices.max_chance, side) for c in rows["chance"]]
    return table.assign(**{_("Repair"): [text or DASH for text in rows["repair"]]})


def _verdict(row: dict, question: str) -> str:
    if question == "arithmetic":
        return f"{_(row[question])} ({_(row['test'])})"
    if question == "fidelity":
        return _(row[question])
    words = verdicts.worded(row[question], row["lineages"])
    return f"{words}, {_(row['firm'])}" if row["firm"] == verdicts.FRAGILE else words


def _chance(chance: float, most: float, side: str) -> str:
    # Who fails a test that most figures pass has not met a weak objection.
    weak = side == HOLDS and chance > most
    return _("{chance}, weak").format(chance=chance_text(chance)) if weak else chance_text(chance)


def list_sources(book: Book, question: str, side: str) -> pd.DataFrame:
    """Return the works behind a list: the pamphlet, the works it cites there and those of the estimates."""
    rows = listed(book, question, side).head(MOST_ROWS)
    keys = dict.fromkeys(key for cell in rows["sources"] for key in cell.split(";") if key)
    return pd.DataFrame({"sources": list(dict.fromkeys([object_of_study(), *keys])), "locator": ""})


def _spoken(row) -> str:
    return row.statement if row.voice == VOICES[0] else f"{row.statement} ({_(row.voice)})"


def list_caption(book: Book, question: str, side: str) -> str:
    """Return the caption of a list: what it holds, how many of how many, in which order."""
    every = len(listed(book, question, side))
    head = {
        HOLDS: _("What holds, set against {what}: {shown} of {all}, {reading}."),
        FAILS: _("What does not hold, set against {what}: {shown} of {all}, {reading}."),
    }[side]
    order = (
        _("Calculations stand first, the strictest before the others.")
        if question == "arithmetic"
        else _("In text order.")
    )
    return (
        head.format(
            what=_(QUESTIONS[question]), shown=number(min(every, MOST_ROWS)), all=claims_in_words(every),
            reading=_(READINGS[book.choices.reading]),
        )
        + " "
        + order
    )  # fmt: skip


def statements(book: Book) -> list[str]:
    """Return what the counts allow to say, and where they fall silent."""
    rows = book.counted
    consistent = answers(rows, "arithmetic") == HOLDS
    placed = answers(rows, "evidence")
    silent, inside, outside = (
        claims_in_words(int(chosen.sum()))
        for chosen in (
            rows["standing"] == OPEN,
            consistent & (placed == HOLDS),
            consistent & (placed == FAILS),
        )
    )
    return [
        _("Nothing printed, cited or collected answers for {n} of {all}. They are neither confirmed nor refuted.")
        .format(n=silent, all=number(len(rows))),
        _("In accord with the other printed figures and with the estimates collected: {n}.").format(n=inside),
        _("In accord with the other printed figures, but not with the estimates collected: {n}.")
        .format(n=outside),
    ]  # fmt: skip
