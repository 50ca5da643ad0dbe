"""What a notebook shows: sentences, tables, checks; and cells that try to be markup."""

import html
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.display import pages
from analysis.numbers import arithmetic
from analysis.numbers.printed import parse


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed, as pairs of Markdown and plain text."""
    found = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: found.append(data))
    return found


def text_of(shown):
    (data,) = shown
    assert set(data) == {"text/markdown", "text/plain"}
    assert data["text/markdown"] == data["text/plain"]
    return data["text/markdown"]


def cells(line):
    """Split a row of a Markdown table as a reader of Markdown does: at bars that no backslash escapes."""
    found, cell, escaped = [], "", False
    for sign in line.strip().removeprefix("|").removesuffix("|"):
        if escaped:
            cell, escaped = cell + sign, False
        elif sign == "\\":
            escaped = True
        elif sign == "|":
            found.append(cell.strip())
            cell = ""
        else:
            cell += sign
    return [html.unescape(c) for c in [*found, cell.strip()]]


def test_sentences(shown):
    pages.say(" One. ", "", "Two.")
    assert text_of(shown) == "One. Two."


def test_points(shown):
    pages.points(["One. ", "Two."])
    assert text_of(shown) == "- One.\n- Two."


def test_table_by_hand(shown):
    frame = pd.DataFrame(
        {
            "Year": [1937, 1938],
            "Expelled, persons": [100000.0, math.nan],
            "Share": [0.05, 0.02],
            "Note": ["a | b", None],
            "Printed": [True, False],
        }
    )
    pages.table(frame, caption="Expulsions, persons", formats={"Year": "count", "Share": "percent"}, notes=["A note."])
    assert text_of(shown).split("\n") == [
        "**Expulsions, persons**",
        "",
        "| Year | Expelled, persons | Share | Note | Printed |",
        "| ---: | ---: | ---: | --- | --- |",
        "| 1,937 | 100,000 | 5.0% | a \\| b | yes |",
        "| 1,938 | – | 2.0% | – | no |",
        "",
        "1. A note.",
    ]


def test_a_table_needs_a_caption():
    with pytest.raises(ValueError, match="caption"):
        pages.table(pd.DataFrame({"a": [1]}), caption="  ")


def test_table_with_sources(shown):
    rows = pd.DataFrame([{"sources": "getty_1985", "locator": "p. 5", "original_source": ""}])
    pages.table(pd.DataFrame({"a": [1]}), caption="x", rows=rows, notes=["Another."])
    lines = text_of(shown).split("\n")
    assert lines[-2].startswith("1. J. Arch Getty, *")
    assert lines[-2].endswith("p. 5.")
    assert lines[-1] == "2. Another."


def test_an_empty_table(shown):
    pages.table(pd.DataFrame({"a": pd.Series([], dtype=float)}), caption="x")
    assert text_of(shown).split("\n")[2:] == ["| a |", "| ---: |"]


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (1234.5, "", "1,234.5"),
        (1234.5, "0", "1,235"),
        (1234.5, "2", "1,234.50"),
        (1234.5, "count", "1,235"),
        (0.175, "percent", "17.5%"),
        (-3, "", "−3"),
        (math.nan, "percent", "–"),
        (None, "", "–"),
        (pd.NA, "count", "–"),
        (True, "", "yes"),
        (np.bool_(False), "", "no"),
        (np.int64(7), "count", "7"),
        ("17,5", "percent", "17,5"),
        ("", "", ""),
    ],
)
def test_values_by_hand(value, form, expected):
    frame = pd.DataFrame({"x": pd.Series([value], dtype=object)})
    assert cells(pages.markdown(frame, {"x": form}).split("\n")[2]) == [expected]


NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b",
    "a \\| b",
    "\\",
    "\\\\|",
    "line\nbreak",
    "line\r\nbreak",
    "carriage\rreturn",
    "[link](javascript:alert(1))",
    "![image](http://x)",
    "**bold** *it* _it_ __b__ `code` ~~gone~~",
    "$x$ $$y$$",
    "&lt;b&gt; & &amp;",
    "=cmd|' /C calc'!A0",
    "# head",
    "\u2028separator",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_cell_stays_text(text):
    line = pages.markdown(pd.DataFrame({"a": [text], "b": ["next"]})).split("\n")
    assert len(line) == 3
    assert cells(line[2]) == [" ".join(text.splitlines()).strip(), "next"]
    assert not re.search(r"(?<!\\)(?:\\\\)*[`\[*$]|<|~~", line[2])


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_cell_stays_text(text, head):
    frame = pd.DataFrame([[text, "next"]], columns=[head or "x", f"{head}2"])
    found = pages.markdown(frame).split("\n")
    assert len(found) == 3
    assert [" ".join(c.split()) for c in cells(found[2])] == [" ".join(text.split()), "next"]
    assert "<" not in found[2]


@pytest.mark.parametrize("text", ["<b>p. 5</b>", "<script>", "p. 5 & 6", "1 < 2"])
def test_notes_carry_no_tags(shown, text):
    rows = pd.DataFrame([{"sources": "getty_1985", "locator": text, "original_source": text}])
    pages.table(pd.DataFrame({"a": [1]}), caption="x", rows=rows, notes=[text])
    notes = text_of(shown).split("\n\n")[-1]
    assert "<" not in notes
    assert html.unescape(notes).count(text) == 3


def test_checks_by_hand(shown):
    def n(text):
        return parse(text)

    found = {
        "2 + 3 = 5": arithmetic.check_sum([n("2"), n("3")], n("5")),
        "a | b": arithmetic.check_sum([n("2"), n("--")], n("5")),
        "persons": arithmetic.check_sum([parse("226", whole=True)], parse("226", whole=True)),
    }
    pages.checks(found, caption="Sums")
    lines = text_of(shown).split("\n")
    assert cells(lines[2]) == ["Tested", "Verdict", "Working", "Chance"]
    assert cells(lines[4])[:2] == ["2 + 3 = 5", "exact"]
    assert cells(lines[4])[2] == found["2 + 3 = 5"].working
    assert cells(lines[5]) == ["a | b", "not testable", "One of the figures is not printed.", "–"]
    assert cells(lines[6])[3] == "under 1%"
    assert lines[-1].startswith("1. Chance: ")


@pytest.mark.parametrize(
    ("chance", "expected"),
    [(math.nan, "–"), (0.0, "0%"), (0.001, "under 1%"), (0.01, "1%"), (0.5, "50%"), (1.0, "100%")],
)
def test_chance_in_words(chance, expected):
    assert pages.chance_text(chance) == expected
