"""Lessons: every number comes from the data, every answer can be worked out by hand, every lesson fits 45 minutes."""

import csv
import re
from fractions import Fraction

import pytest

from analysis.data import quantities
from analysis.numbers import arithmetic
from analysis.text import words
from analysis.topics.reichstag import tables, unemployment
from analysis.topics.reichstag.choices import Choices
from recount.publish import lesson_numbers, lessons
from recount.publish.lesson_numbers import LessonError
from tests.conftest import ROOT

NAMES = lessons.names()
#: Years, spans of years, and the numbers of tasks may be typed.
TYPED = re.compile(r"\b(?:1[89]|20)\d\d(?:–\d\d)?\b|\b[Tt]asks? \d(?:(?:, \d)* (?:to|and) \d)?|^\d\. ")


def test_there_are_six_lessons():
    assert [lessons.read(name).title for name in NAMES] == [
        "Can these numbers be true?", "Divided by what?", "Official and independent",
        "What the number does not count", "Votes, seats, work", "Which would you sign?",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_time_plan_adds_up(name):
    """To 45 minutes, in steps that can be kept."""
    [plan] = [block for block in lessons.read(name).parts["Time plan"] if block.kind == "table"]
    minutes = [int(cell) for cell in plan.texts[2::2]]
    assert sum(minutes) == 45
    assert all(3 <= step <= 20 for step in minutes)


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_typed(name):
    """Outside the time plan a digit is part of a year, of the number of a task, or of a place in braces."""
    for part, blocks in lessons.read(name).parts.items():
        for block in blocks:
            texts = () if block.kind in ("figure", "write") else block.texts
            for number, text in enumerate(texts):
                if part == "Time plan" and block.kind == "table" and number % 2 == 0:
                    continue
                left = TYPED.sub("", lessons.PLACE.sub("", text))
                assert not re.search(r"\d", left), f"{name}, {part}: a number is typed in {text!r}"


def test_a_typed_number_would_be_found():
    """The rule lets years and tasks pass, and nothing else."""
    assert not re.search(r"\d", TYPED.sub("", "In 1937 and 1933–34, tasks 1, 2 and 4, task 5"))
    for typed in ("17.5 per cent", "100", "5 million", "in 937", "360 per cent", "6 November 1932"):
        assert re.search(r"\d", TYPED.sub("", typed)), typed


@pytest.mark.parametrize("name", NAMES)
def test_page_is_filled(name):
    """No place is left open; figures exist and say what they show; sources are given."""
    page = lessons.page(name)
    assert "{" not in page
    assert "% write" not in page
    pictures = re.findall(r"!\[([^\]]*)\]\((\S+)\)", page)
    assert 1 <= len(pictures) <= 3
    for alt, path in pictures:
        assert len(alt) > 40
        assert (ROOT / "lessons" / path).is_file()
    assert "- Mário Sousa, *The Class Struggle" in page.split("## Sources")[1]


@pytest.mark.parametrize("name", NAMES)
def test_every_task_has_an_answer(name):
    """The headings of the key are those of the handout."""
    lesson = lessons.read(name)

    def tasks(part):
        heads = [block.texts[0] for block in lesson.parts[part] if block.kind == "heading"]
        return [head.split(":")[0] for head in heads if head.startswith("Task")]

    assert tasks("Handout") == tasks("Answer key") == [f"Task {n}" for n in range(1, 6)]


# ---------------------------------------------------------------------------------------------
# The answers again, by plain arithmetic on the cells of the tables
# ---------------------------------------------------------------------------------------------

UNITS = {"percent": Fraction(1, 100), "percent_per_year": Fraction(1, 100), "million_roubles": 10**6,
         "million_votes": 10**6, "million_persons": 10**6}  # fmt: skip
COUNTS = ("persons", "accusations", "seats", "votes", "index", "years")
WORDS = {"above 100": "100", "Eight": "8", "eight": "8", "approx. 170,000": "170000"}


def read_cells():
    """Read every cell of a number from the files, without the suite."""
    cells = {}
    for folder, column in (("pamphlet", "printed"), ("estimates", "value")):
        for path in (ROOT / "data" / folder).glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    if column in row and row.get("unit"):
                        cells[row["id"]] = (row[column], row["unit"])
    return cells


CELLS = read_cells()
with (ROOT / "lessons" / "numbers.csv").open(encoding="utf-8", newline="") as table:
    DEFINED = {row["name"]: row for row in csv.DictReader(table)}


def plain(name):
    """Return a number as a student would read it: 170.000 and 170,000 are thousands, 17,5 is a decimal."""
    if name in DEFINED:
        return again(DEFINED[name])
    text, unit = CELLS[name]
    text = WORDS.get(text, text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        text = re.sub(r"[.,]", "", text)
    assert unit in UNITS or unit in COUNTS, (name, unit)
    return Fraction(text.replace(",", ".")) * UNITS.get(unit, 1)


def again(row):
    """Work a defined number out anew, by other steps than the suite where there are others."""
    got = [plain(name) for name in row["of"].split()]
    match row["rule"]:
        case "sum":
            return sum(got)
        case "times" | "base":
            return got[0] / got[1]
        case "percent":
            return got[0] * 100 / got[1]
        case "increase":
            return (got[0] - got[1]) * 100 / got[1]
        case "base_low" | "base_high":
            half = Fraction(1, 200) if row["rule"] == "base_low" else -Fraction(1, 200)
            return got[0] / (got[1] + half)
        case "millions":
            return got[0] / 10**6
        case "rate":
            return by_trial(got[0] / got[1], int(got[2]))
        case "grown":
            level = Fraction(100)
            for _year in range(int(got[1])):
                level += level * got[0]
            return level
        case "place":
            return sorted(got, reverse=True).index(got[0]) + 1
        case "how_many":
            return len(got)
        case "full_seats":
            return got[0] // 60_000
        case "votes_left":
            return got[0] - 60_000 * (got[0] // 60_000)
        case "seats":
            return (got[0] + 29_999) // 60_000  # a remainder of 30,001 is the least that gives a seat


def by_trial(ratio, steps):
    """Find average growth in per cent as the class does: try, multiply, correct."""
    low, high = Fraction(0), Fraction(2)
    for _try in range(40):
        middle, product = (low + high) / 2, Fraction(1)
        for _step in range(steps):
            product *= 1 + middle
        low, high = (middle, high) if product < ratio else (low, middle)
        low, high = low.limit_denominator(10**9), high.limit_denominator(10**9)
    return 100 * low


@pytest.mark.parametrize("name", DEFINED)
def test_answers_again(name):
    """Each computed number, worked out from the cells of the CSV files, is shown as it should be."""
    digits = int(DEFINED[name]["digits"])
    expected = words.number(float(plain(name)), digits)
    assert lesson_numbers.shown(name) == expected


def test_answers_that_can_be_checked_by_eye():
    """A few answers as anybody gets them with a pocket calculator."""
    expected = {
        "smolensk-sum": "616", "income-increase": "262", "base-1933": "4,281,081", "belyi-share": "14.8",
        "official-rate": "18.1", "nutter-index": "280", "kpd-left": "40,239", "deaths-two-years": "681,692",
    }  # fmt: skip
    assert {name: lesson_numbers.shown(name) for name in expected} == expected


def test_every_defined_number_is_used():
    """No row of the table is left over."""
    used = {place.partition(".")[0] for name in NAMES for place in lessons.read(name).places}
    used |= {other for row in DEFINED.values() for other in row["of"].split()}
    assert set(DEFINED) <= used


def printed():
    """Return the printed numbers by id."""
    return quantities.numbers(quantities.read_all_printed())


def test_verdicts_in_words_are_those_of_the_suite():
    """What the keys say holds or fails does so in the ledger's arithmetic."""
    n = printed()
    assert (
        arithmetic.check_share(
            n["screening-1929-reinstated"], n["screening-1929-expelled"], n["screening-1929-reinstated-percent"]
        ).verdict
        == "within rounding"
    )
    assert (
        arithmetic.check_increase(
            n["income-1929-level"], n["income-1938-level"], n["income-1929-1938-increase"]
        ).verdict
        == "cannot all hold"
    )
    assert (
        arithmetic.check_ratio(
            n["industry-1938-level"], n["industry-1930-level"], n["industry-1930-1938-times"]
        ).verdict
        != "cannot all hold"
    )
    assert (
        arithmetic.check_ratio(
            n["higher-education-1938-count"], n["higher-education-1930-count"], n["higher-education-times"]
        ).verdict
        != "cannot all hold"
    )


def test_sums_and_seats_in_words_hold():
    """The two totals are right; the seats that follow are printed and official; errors of one seat cancel."""
    number, cell = lesson_numbers.value, lambda name: Fraction(CELLS[name][0])
    assert number("smolensk-sum") == cell("accusations-smolensk-total")
    assert number("seats-sum-4") == cell("german-seats-total-4")
    assert number("kpd-seats") == cell("german-seats-kpd-4") == cell("elections-1932-11-kpd-seats")
    assert number("spd-seats") == cell("german-seats-spd-1") == cell("elections-1928-05-spd-seats")
    assert cell("german-seats-centre-4") - cell("elections-1932-11-centre-seats-gonschior-nd") == 1
    assert cell("german-seats-bvp-4") - cell("elections-1932-11-bvp-seats-doering-2023") == -1
    assert number("centre-bvp-printed") == number("centre-bvp-official")


def test_printed_votes_hold_when_rounded():
    """Four values of the Communist Party, to one digit."""
    for column in range(1, 5):
        official = lesson_numbers.value(f"kpd-millions-{column}")
        assert Fraction(CELLS[f"german-votes-kpd-{column}"][0].replace(",", ".")) == round(official, 1)


def test_words_about_the_bases_hold():
    """Nearly triple, fall by more than half, nearly double."""
    base = {year: lesson_numbers.value(f"base-{year}") for year in (1929, 1933, 1935, 1937, 1938)}
    assert Fraction(5, 2) < base[1933] / base[1929] < 3
    assert base[1935] / base[1933] < Fraction(1, 2)
    assert Fraction(3, 2) < base[1938] / base[1935] < 2


def test_words_about_unemployment_hold():
    """Which printed figures fit a registered average, and that the last lies above all."""
    estimates = quantities.read_estimates("unemployment")
    table = tables.printed_unemployed(Choices(reading="as_printed"))
    average = dict(zip(table["Place"], table["Years whose registered average fits"], strict=True))
    months = dict(zip(table["Place"], table["Years with some registered count that fits"], strict=True))
    assert average["table, value 1"].count("19") > 2
    assert average["table, value 2"] == "none"
    assert months["table, value 2"] != "none"
    assert average["table, value 3"] == "1932"
    assert average["table, value 4"] == months["table, value 4"] == "none"
    persons = estimates[(estimates["quantity"] == "persons") & estimates["measure"].str.contains("unemployed")]
    ten = lesson_numbers.value("german-unemployed-4").value
    assert persons["value"].max() < ten
    assert abs(unemployment.together(estimates)["value"].sum() / float(ten) - 1) < 0.1


def test_fourfold_growth_is_supported_only_by_some():
    """The official index more than quadruples, the other estimates do not."""
    grown = [float(lesson_numbers.value(name)) for name in ("nutter-index", "gregory-index")]
    assert float(lesson_numbers.value("official-times")) > 4
    assert min(grown) > 100
    assert max(grown) < 400


# ---------------------------------------------------------------------------------------------
# Words, and what is refused
# ---------------------------------------------------------------------------------------------


def test_messages_are_all_that_is_shown(monkeypatch):
    """Every text of a page goes through the catalogue: with each word replaced, no English is left."""
    known = set(lessons.messages())
    asked = set()

    class Loud:
        def gettext(self, text):
            asked.add(text)
            return re.sub(r"[^\W\d_]+", "Wort", text) if not lessons.PLACE.search(text) else text

        def ngettext(self, one, many, count):
            return self.gettext(one if count == 1 else many)

    monkeypatch.setattr(words, "_catalogue", lambda code: Loud())
    for name in NAMES:
        lessons.page(name)
    assert known <= asked
    assert len(known) == len(lessons.messages()) > 150
    assert all(text.count("{") == text.count("}") for text in known)


def test_numbers_follow_the_language(monkeypatch):
    """German separators in computed numbers; printed strings stay as they are printed."""
    monkeypatch.setattr(words, "_catalogue", lambda code: __import__("gettext").NullTranslations())
    monkeypatch.setenv("RECOUNT_LANGUAGE", "de")
    assert lesson_numbers.shown("base-1933") == "4.281.081"
    assert lesson_numbers.shown("reinstated-share") == "21,76"
    assert lesson_numbers.shown("higher-education-1930-count") == "207,000"


@pytest.mark.parametrize("given", ["02", "2", "divided_by_what", "02_divided_by_what", "lessons/02_divided_by_what.md"])
def test_lessons_are_found(given):
    assert lessons.known(given) == "02_divided_by_what"


def test_unknown_lesson_is_refused():
    """The message suggests the nearest and lists all."""
    with pytest.raises(LessonError, match=r"did you mean 'divided_by_what'.*01_can_these"):
        lessons.known("divided-by-what")


@pytest.mark.parametrize(
    "place", ["expulsions-1937-percnt", "base-1999", "industry-growth-hodgman-1954-large-scale-1928-1937-rate"]
)
def test_unknown_and_unchecked_places_are_refused(place):
    """A misspelt id, a number that is not defined, and a figure that nobody has looked up."""
    with pytest.raises(LessonError, match="expected the id of a checked row"):
        lesson_numbers.shown(place)
    with pytest.raises(LessonError, match="expected the id of a checked row"):
        lesson_numbers.value(place)


def test_missing_part_is_refused(tmp_path, monkeypatch):
    """A lesson without a part names what it has."""
    (tmp_path / "01_test.md").write_text("# Test\n\n## Aim\n\nText.\n", encoding="utf-8")
    monkeypatch.setattr(lessons, "FOLDER", tmp_path)
    with pytest.raises(LessonError, match=r"01_test.md: expected the parts Aim, .*; got Aim"):
        lessons.read("01")
