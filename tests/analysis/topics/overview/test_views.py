import ast
import json
import math
from pathlib import Path

import pandas as pd
import pytest

from analysis.data.study import study
from analysis.ledger import repairs
from analysis.text import verdicts
from analysis.topics.overview import counts as ledger_counts
from analysis.topics.overview import figures as ledger_figures
from analysis.topics.overview import findings as ledger_words
from analysis.topics.overview import views as ledger_views
from analysis.topics.overview.views import FAILS, HOLDS, OPEN, OWN, QUESTIONS, QUOTED, REJECTED, Book, Choices
from recount.publish import ledger_documents as ledger_output

CLAIMS = [
    # claim, section, arithmetic, fidelity, evidence, checks, rests_on, chance, repair, remark
    ("a", "s002", "exact", "source not seen", "agrees", "sum_of", "b c", 0.01, "", ""),
    ("b", "s002", "not testable", "differs from the source", "none collected", "", "", math.nan,
     "Agrees with the cited work if it is dated 1929.", ""),
    ("c", "s003", "within rounding", "source not seen", "outside the range", "same_as", "d", 0.2, "",
     "quoted: Somebody"),
    ("d", "s029", "cannot all hold", "as in the source", "not comparable", "same_as", "c", 0.5,
     "Holds if 9.1 is multiplied by 1,000. Holds if the last digit is higher by one.", ""),
    ("e", "s029", "not testable", "source not seen", "none collected", "", "", math.nan, "",
     "reported to reject; quoted: X"),
    ("f", "s029", "exact", "source not seen", "inside the range", "before", "d", 0.5, "", ""),
    ("g", "s030", "not testable", "source not seen", "none collected", "", "", math.nan, "", ""),
    ("h", "s030", "only if truncated", "source not seen", "none collected", "share_of", "a b", math.nan, "", ""),
]  # fmt: skip
COLUMNS = "claim section arithmetic fidelity evidence checks rests_on chance repair remark".split()


def made(**changes: str) -> pd.DataFrame:
    """Return a small ledger; ``changes`` replaces the arithmetic verdict of claims."""
    frame = pd.DataFrame(CLAIMS, columns=COLUMNS)
    frame["arithmetic"] = [changes.get(c, v) for c, v in zip(frame["claim"], frame["arithmetic"], strict=True)]
    keyed = frame[["claim", "remark"]].assign(position=[10, 20, 30, 40, 50, 60, 70, 80])
    rest = {
        "printed": "1",
        "statement": "A statement.",
        "kind": "count",
        "working": "1 = 1.",
        "sources": "getty_1985",
        "misprint": "",
        "lineages": 2,
        "firm": "",
        "if_unchecked": "",
        "testable": "yes",
        "answered_with": "",
        "would_answer": "",
    }
    rest["test"] = ["calculation", "", "repetition", "witness", "", "order", "", "calculation"]
    ledger = frame.drop(columns="remark").assign(**rest)
    return ledger_views.marked(ledger.sample(frac=1, random_state=1), keyed)


def booked(choices: Choices | None = None, corrected: pd.DataFrame | None = None) -> Book:
    return Book(choices or Choices(), made(), made(d="exact") if corrected is None else corrected)


def test_claims_stand_in_text_order_with_voice_part_and_standing():
    rows = made().set_index("claim")
    assert rows["number"].to_dict() == {c: i for i, c in enumerate("abcdefgh", 1)}
    assert rows.at["c", "voice"] == QUOTED
    assert rows.at["e", "voice"] == REJECTED
    assert (rows["voice"] == OWN).sum() == 6
    assert rows.at["d", "part"].startswith("Germany")
    assert rows.at["c", "part"] == rows.at["a", "part"] != rows.at["g", "part"]
    assert dict(rows["standing"]) == dict(
        zip("abcdefgh", [HOLDS, FAILS, FAILS, FAILS, OPEN, HOLDS, OPEN, FAILS], strict=True)
    )
    assert set(rows.index[rows["in_others"]]) == {"a", "b", "c", "d"}


def test_every_verdict_word_is_counted_one_way():
    for question in QUESTIONS:
        words = getattr(verdicts, question.upper())
        assert set(ledger_views.FOR[question]) | set(ledger_views.AGAINST[question]) < set(words)
        assert not set(ledger_views.FOR[question]) & set(ledger_views.AGAINST[question])
    assert ledger_views.answer(verdicts.NOT_COMPARABLE, "evidence") == OPEN


def test_shares_by_hand():
    rows = ledger_counts.shares(made()).set_index("question")
    assert rows.loc["arithmetic", ["claims", "tested", "holds", "fails"]].tolist() == [8, 3, 1, 2]
    assert rows.at["arithmetic", "holds_share"] == 1 / 3
    assert rows.loc["fidelity", ["tested", "holds", "fails"]].tolist() == [2, 1, 1]
    assert rows.loc["evidence", ["tested", "holds", "fails"]].tolist() == [3, 2, 1]
    nothing = ledger_counts.shares(made()[lambda f: f["claim"] == "g"])
    assert nothing["holds_share"].isna().all()


def test_counts_hold_every_word_and_voice():
    rows = ledger_counts.counts(made())
    assert len(rows) == len(verdicts.ARITHMETIC) + len(verdicts.FIDELITY) + len(verdicts.EVIDENCE)
    assert rows.groupby("question")["claims"].sum().tolist() == [8, 8, 8]
    assert (rows[[OWN, QUOTED, REJECTED]].sum(axis=1) == rows["claims"]).all()
    assert rows.set_index("verdict").loc["not testable", [OWN, QUOTED, REJECTED]].tolist() == [2, 0, 1]


def test_weak_tests_are_those_above_the_limit():
    assert ledger_counts.strength(made(), 0.2) == {
        "holds": 1, "weak": 0, "not_asked": 0, "strict": 1, "repetitions": 1, "orders": 1,
    }  # fmt: skip
    assert ledger_counts.strength(made(), 0.5)["weak"] == 0
    assert ledger_counts.strength(made(), 0)["weak"] == 1


@pytest.mark.parametrize(
    ("chance", "name"),
    [(0.0, "up to 1%"), (0.01, "up to 1%"), (0.2, "above 5%, up to 20%"), (0.21, "above 20%, up to 50%"),
     (0.5, "above 20%, up to 50%"), (1.0, "above 50%"), (math.nan, "cannot be asked")],
)  # fmt: skip
def test_classes_of_chance_meet_without_gap(chance, name):
    assert ledger_counts.strictness(chance) == name


def test_strictness_counts_all_tested_claims():
    rows = ledger_counts.strictness_counts(made())
    assert rows["claims"].sum() == 3
    assert rows.set_index(["chance", "answer"]).at[("cannot be asked", FAILS), "claims"] == 1


def test_repairs_are_sorted_by_their_sentences():
    rows = ledger_counts.repairs(made()).set_index("repair")["claims"]
    once = ["another date", "another unit or power of ten", "last digit higher or lower by one"]
    assert rows[once].tolist() == [1, 1, 1]
    assert rows["none found"] == 2
    assert rows.sum() == 5
    assert ledger_counts.repair_kinds("Something new.") == ["another reading"]
    assert ledger_counts.repair_kinds("") == []


def test_every_sentence_of_the_repairs_has_a_kind():
    tree = ast.parse(Path(repairs.__file__).read_text(encoding="utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    texts = [t for t in texts if t.startswith(("Holds if ", "Agrees with the cited", "Meets "))]
    assert len(texts) > 10
    assert {t for t in texts} == {t for sentences in ledger_counts.REPAIRS.values() for t in sentences}
    for kind, sentences in ledger_counts.REPAIRS.items():
        for sentence in sentences:
            assert ledger_counts.repair_kinds(sentence) == [kind]


def test_parts_by_hand():
    rows = ledger_counts.by_part(made())
    assert rows["claims"].tolist() == [3, 3, 2]
    assert rows[["holds", "fails", "open"]].to_numpy().tolist() == [[1, 2, 0], [1, 1, 1], [0, 1, 1]]
    assert rows[["first", "last"]].to_numpy().tolist() == [[1, 3], [4, 6], [7, 8]]


def test_findings_count_as_printed_whatever_the_reading():
    plain = ledger_words.findings(booked())
    assert plain == ledger_words.findings(booked(Choices(reading="as_corrected", hide_rejected=True)))
    text = " ".join(plain)
    assert "8 claims: 6 the author's own, 1 in quotations, 1 reported only to reject" in text
    assert "Calculations: 2. The printed figure follows in 1, and does not in 1." in text
    assert "The same thing from two places or authors: 1. They agree in 0, and do not in 1." in text
    assert "are 2 findings" in text
    assert "1 tested only by a repetition and 1 only by an order" in text
    assert "3 instead of 4" in text


def test_a_finding_flips_with_the_limit_of_weak_tests():
    assert "0 passed a weak test: more than 20%" in " ".join(ledger_words.findings(booked()))
    assert "1 passed a weak test: more than 0%" in " ".join(ledger_words.findings(booked(Choices(max_chance=0))))


def test_nothing_tested_and_nothing_failing_is_said_plainly():
    only = made()[lambda f: f["claim"] == "g"]
    text = " ".join(ledger_words.findings(Book(Choices(), only, only)))
    assert "0 of 1 claim tested (0.0%)." in text
    assert "hold (" not in text
    assert "weak" not in text


def test_lists_have_one_form_and_one_order_for_both_answers():
    book = booked()
    holds, fails = (ledger_words.list_table(book, "arithmetic", side) for side in (HOLDS, FAILS))
    assert list(holds.columns) == list(fails.columns)
    assert ledger_words.listed(book, "arithmetic", HOLDS)["claim"].tolist() == ["a"]
    assert holds["Chance"].tolist() == ["1%"]
    assert fails["Chance"].tolist() == ["\N{EN DASH}", "50%"]
    assert fails["Statement, in our words"].tolist() == ["A statement."] * 2
    captions = [ledger_words.list_caption(book, "arithmetic", side) for side in (HOLDS, FAILS)]
    assert captions[0].replace("holds", "does not hold").split(":")[0] == captions[1].split(":")[0]


def test_quotations_and_rejected_claims_are_marked():
    marked = made(e="exact", c="exact")
    book = booked(corrected=marked.assign(test=marked["test"].where(marked["claim"] != "e", "calculation")))
    table = ledger_words.list_table(booked(), "arithmetic", HOLDS)
    assert "(in quotations)" not in table["Statement, in our words"].iloc[-1]
    fails = ledger_words.list_table(booked(), "evidence", FAILS)
    assert "(in quotations)" in fails["Statement, in our words"].iloc[-1]
    shown = Book(Choices(reading="as_corrected"), book.as_printed, book.as_corrected)
    hidden = Book(Choices(reading="as_corrected", hide_rejected=True), book.as_printed, book.as_corrected)
    assert "e" in set(ledger_words.listed(shown, "arithmetic", HOLDS)["claim"])
    assert "e" not in set(ledger_words.listed(hidden, "arithmetic", HOLDS)["claim"])
    assert "e" not in set(shown.judged["claim"])


def test_both_readings_stand_side_by_side():
    table = ledger_words.readings_table(booked())
    assert table["Hold"].tolist() == [1, 2, 1, 1, 2, 2]
    assert table["Reading"].tolist() == ["as printed", "with the corrections"] * 3


@pytest.mark.parametrize("name", ["reading", "verdict"])
def test_an_unknown_choice_is_refused_with_the_list(name):
    with pytest.raises(ValueError, match=f"{name}: expected one of .*, got 'nothing'"):
        Choices(**{name: "nothing"})


def test_a_section_without_claims_and_a_chance_above_one_are_refused():
    with pytest.raises(ValueError, match=r"section: expected 'all' or a section .*s029.*, got 's117'"):
        Choices(section="s117")
    with pytest.raises(ValueError, match="max_chance: expected number from 0 to 1, got 2"):
        Choices(max_chance=2)


@pytest.mark.parametrize("verdict", QUESTIONS)
def test_figures_say_what_the_numbers_say(verdict):
    book = booked(Choices(verdict=verdict))
    glance = ledger_figures.glance_figure(book)
    tested, holds, fails = {"arithmetic": (3, 1, 2), "fidelity": (2, 1, 1), "evidence": (3, 2, 1)}[verdict]
    assert f"{tested} of 7 claims can be tested: {holds} hold, {fails} do not" in glance.title
    assert len(glance.data) == 8
    assert ledger_figures.parts_figure(book).title == (
        "Of 7 claims, 2 hold wherever they were tested, 4 do not, 1 have no answer of weight"
    )
    assert ledger_words.repairs_table(book)["Claims"].tolist() == [1, 1, 1, 2]
    assert "3 can be tested against other printed figures, 3 against estimates" in (
        ledger_figures.verdicts_figure(book).title
    )


def test_figures_follow_reading_and_hidden_claims():
    book = booked(Choices(reading="as_corrected", hide_rejected=True, max_chance=0.6))
    assert "2 hold, 1 do not" in ledger_figures.glance_figure(book).title
    assert len(ledger_figures.glance_figure(book).data) == 7
    assert "0 passed a weak test" in ledger_figures.strictness_figure(book).title


def test_figures_of_a_section_without_any_answer_are_drawn():
    only = made()[lambda f: f["claim"] == "g"]
    book = Book(Choices(), only, only)
    makers = ("glance", "verdicts", "parts", "strictness")
    for maker in makers:
        found = getattr(ledger_figures, f"{maker}_figure")(book)
        assert found.title
        assert found.alt
    assert ledger_figures.strictness_figure(book).title == "Tested against other printed figures: 0 claims"
    assert ledger_figures.glance_figure(book).title.endswith("none of 1 claim can be tested")
    assert ledger_words.repairs_table(book).empty


@pytest.fixture(scope="module")
def book():
    return ledger_views.load_book(Choices())


def test_the_real_ledger_is_cut_as_the_command_cuts_it(book):
    rows = book.as_printed
    assert set(rows.loc[rows["standing"] == FAILS, "claim"]) == set(ledger_output.failing(rows)["claim"])
    assert set(rows.loc[rows["standing"] == HOLDS, "claim"]) == set(ledger_output.holding(rows)["claim"])


def test_the_real_ledger_has_a_kind_for_every_repair_and_short_tables(book):
    assert ledger_counts.repairs(book.as_printed).set_index("repair").at["another reading", "claims"] == 0
    for question in QUESTIONS:
        for side in (HOLDS, FAILS):
            assert len(ledger_words.list_table(book, question, side)) <= 120
    assert set(book.as_printed["part"]) == set(study()["parts"].values())


def test_a_section_is_a_part_of_the_whole(book):
    one = ledger_views.load_book(Choices(section="s029"))
    assert set(one.as_printed["section"]) == {"s029"}
    whole = book.as_printed.set_index("claim")["number"]
    assert (one.as_printed.set_index("claim")["number"] == whole[one.as_printed["claim"]]).all()


def test_the_notebook_calls_and_decides_nothing():
    path = Path(__file__).parents[4] / "notebooks" / "00_ledger.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    banned = (ast.For, ast.If, ast.While, ast.FunctionDef, ast.Lambda, ast.comprehension, ast.IfExp)
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not [n for n in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(n, banned)]


def test_every_headline_number_comes_from_the_ledger(book):
    found, rows = ledger_counts.headline(), book.counted
    assert (found["claims_keyed"], found["claims"]) == (len(book.as_printed), len(rows))
    assert found["answered"] / found["testable"] == found["answered_share"] > 0.75
    assert sum(found[f"{test}_tested"] for test in verdicts.TESTS) == (rows["test"] != "").sum()
    counted = rows[rows["test"].isin(["calculation", "list", "witness"])]
    holds = counted["arithmetic"].isin(verdicts.HOLDS).sum()
    assert found["calculation_holds"] + found["list_holds"] + found["witness_holds"] == holds
    assert found["evidence_for_firm"] < found["evidence_for"]
    assert found["contradictions"] <= (rows["arithmetic"] == verdicts.CONTRADICTION).sum()


def test_no_outside_on_one_line_and_no_limit_that_agrees(book):
    rows = book.as_printed
    ranges = rows["evidence"].isin([verdicts.INSIDE, verdicts.OUTSIDE])
    assert (rows.loc[ranges, "lineages"] > 1).all()
    differing = rows[rows["evidence"] == verdicts.ONE_DIFFERS]
    # Several lines of estimates, but one figure between them.
    alike = differing.loc[differing["lineages"] > 1, "working"]
    assert alike.str.contains(r"Found \(\d lineages\): [\d,.]+\.").all()
    limits = rows.loc[rows["evidence"] == verdicts.POSSIBLE, "working"]
    assert limits.str.contains("at least|at most|not (?:before|after)").all()


def test_one_misprint_stands_in_one_place(book):
    rows = book.as_printed[book.as_printed["arithmetic"] == verdicts.CONTRADICTION]
    names = rows.loc[rows["misprint"] != "", "misprint"].str.split(";").str[0]
    assert names.is_unique
