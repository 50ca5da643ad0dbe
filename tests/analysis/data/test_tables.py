"""Tables: what is not as it should be is read correctly or refused with file, row, column and rule."""

import datetime
import shutil

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data import cells, csv_files, raw, reference, tables
from analysis.data.csv_files import ESTIMATE_COLUMNS, PRINTED_COLUMNS
from analysis.data.raw import TableError

PRINTED = [
    {"id": "grain-1930-level", "printed": "17,5", "unit": "million_tonnes", "position": "10", "remark": "a, b"},
    {"id": "grain-1931-level", "printed": "--", "unit": "million_tonnes", "position": "20", "remark": 'so-called "x"'},
    {"id": "members-1930", "printed": "170.000", "unit": "persons", "position": "30", "remark": "=1+1"},
]
ESTIMATES = [
    {"id": "grain-1930", "start": "1930", "end": "1930", "value": "17.5", "unit": "million_tonnes"},
    {"id": "grain-1931", "start": "1930-10", "end": "1931", "value": "", "low": "1", "high": "2e3", "unit": "percent"},
    {"id": "grain-1932", "start": "1932-02-29", "end": "1932-02-29", "value": "-3", "unit": "percent"},
]


def lines(columns, rows, **defaults):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"') else text

    body = [",".join(cell({**defaults, **row}.get(c, "")) for c in columns) for row in rows]
    return [",".join(columns), *body]


@pytest.fixture
def house(tmp_path, data, monkeypatch):
    """A small copy of the data folder: real dictionaries, two small tables."""
    for name in ("columns.csv", "units.csv"):
        shutil.copy(data / name, tmp_path / name)
    (tmp_path / "lineages.csv").write_text("lineage,topic,reason\none,grain,First.\n", encoding="utf-8")
    (tmp_path / "sources.bib").write_text("@book{smith_1990,\n title = {Grain},\n}\n", encoding="utf-8")
    for folder in ("pamphlet", "estimates"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "pamphlet/sections.csv", ["section,subject,part,position,heading_sha256", "s001,x,body,0,00"])
    write(tmp_path / "pamphlet/grain.csv", printed_lines())
    write(tmp_path / "estimates/grain.csv", estimate_lines())
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))
    return tmp_path


def printed_lines(rows=PRINTED, columns=PRINTED_COLUMNS):
    common = {"subject": "grain", "measure": "level", "population": "all", "territory": "ussr_1938", "section": "s001"}
    return lines(columns, rows, **common, cited_source="smith_1990")


def estimate_lines(rows=ESTIMATES, columns=ESTIMATE_COLUMNS):
    common = {"measure": "level", "population": "all", "territory": "ussr_1938", "price_base": "not applicable"}
    more = {"label": "x", "sources": "smith_1990", "lineage": "one", "verification": "one_text", "disputed": "false"}
    return lines(columns, rows, **common, **more)


def write(path, content, end="\n"):
    raw = content if isinstance(content, bytes) else (end.join(content) + end).encode("utf-8")
    path.write_bytes(raw)
    return path


def refused(load, *words):
    with pytest.raises(TableError) as caught:
        load()
    message = str(caught.value)
    for word in words:
        assert word in message, message
    assert len(message) < 6000
    return message


def grain():
    return tables.load_pamphlet("grain")


# --- read as it should be ----------------------------------------------------------------------------------------


def test_a_good_table_is_read(house):
    frame = grain()
    assert list(frame.columns) == list(PRINTED_COLUMNS)
    assert frame["printed"].tolist() == ["17,5", "--", "170.000"]
    assert frame["remark"].tolist() == ["a, b", 'so-called "x"', "=1+1"]  # a formula is text
    assert frame["footnote"].tolist() == ["", "", ""]
    assert frame["position"].tolist() == [10, 20, 30]
    assert frame["position"].dtype == "Int64"
    estimates = tables.load_estimates("grain")
    assert estimates["value"].tolist()[::2] == [17.5, -3]
    assert pd.isna(estimates.loc[1, "value"])
    assert (estimates.loc[1, "low"], estimates.loc[1, "high"]) == (1, 2000)
    assert estimates["disputed"].dtype == bool
    assert estimates["value"].dtype == float


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_other_line_ends_and_a_byte_order_mark_change_nothing(house, end, mark):
    expected = grain()
    raw = mark + (end.join(printed_lines()) + end).encode("utf-8")
    write(house / "pamphlet/grain.csv", raw)
    pd.testing.assert_frame_equal(grain(), expected)


def test_a_missing_line_end_at_the_end_changes_nothing(house):
    expected = grain()
    write(house / "pamphlet/grain.csv", "\n".join(printed_lines()).encode("utf-8"))
    pd.testing.assert_frame_equal(grain(), expected)


def test_columns_in_another_order_are_read(house):
    write(house / "pamphlet/grain.csv", printed_lines(columns=PRINTED_COLUMNS[::-1]))
    assert grain()["printed"].tolist() == ["17,5", "--", "170.000"]


def test_an_own_dimension_from_the_dictionary_is_read(house):
    write(
        house / "pamphlet/grain.csv",
        printed_lines([{**r, "year": "1930"} for r in PRINTED], [*PRINTED_COLUMNS, "year"]),
    )
    assert grain()["year"].tolist() == [1930] * 3


def test_a_header_alone_is_an_empty_table(house):
    write(house / "pamphlet/grain.csv", printed_lines([]))
    frame = grain()
    assert frame.empty
    assert list(frame.columns) == list(PRINTED_COLUMNS)
    write(house / "estimates/grain.csv", estimate_lines([]))
    assert tables.load_estimates("grain").empty


def test_unchecked_rows_are_off_by_default(house):
    rows = [{**ESTIMATES[0], "verification": "unchecked"}, ESTIMATES[2]]
    write(house / "estimates/grain.csv", estimate_lines(rows))
    assert tables.load_estimates("grain")["id"].tolist() == ["grain-1932"]
    assert len(tables.load_estimates("grain", unchecked=True)) == 2
    assert tables.load_all("estimates")["id"].tolist() == ["grain-1932"]


# --- refused -----------------------------------------------------------------------------------------------------


def changed(place, old, new):
    return lambda text: [line.replace(old, new) if n == place else line for n, line in enumerate(text, 1)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        # The rows are counted as an editor counts them, the header being row 1.
        (changed(1, "printed,", ""), ["row 1", "column 'printed' is missing"]),
        (changed(1, "remark", "printed"), ["row 1", "column 'printed' appears twice", "column 'remark' is missing"]),
        (changed(1, "remark", "remark,remark"), ["row 1", "column 'remark' appears twice"]),
        (changed(1, "remark", "remarks"), ["row 1", "'remarks'", "columns.csv", "column 'remark' is missing"]),
        (changed(1, "remark", ""), ["row 1", "column '' is not in data/columns.csv"]),
        (changed(2, "s001", ""), ["row 2", "column 'section'", "expected a value"]),
        (changed(2, "10", "ten"), ["row 2", "column 'position'", "whole number", "'ten'"]),
        (changed(2, "10", "10.5"), ["row 2", "column 'position'", "'10.5'"]),
        (changed(2, "10", " 10"), ["row 2", "column 'position'", "' 10'"]),
        (changed(2, "10", "9" * 400), ["row 2", "column 'position'", "whole number"]),
        (changed(2, "10", "\u0661\u0660"), ["row 2", "column 'position'"]),
        (changed(2, "grain-1930-level", "Grain 1930"), ["row 2", "column 'id'", "a-z", "'Grain 1930'"]),
        (changed(3, "grain-1931-level", "grain-1930-level"), ["row 3", "column 'id'", "no other row"]),
        (changed(3, "million_tonnes", "bushels"), ["row 3", "column 'unit'", "units.csv", "'bushels'"]),
        (changed(4, "smith_1990", "jones_1991"), ["row 4", "column 'cited_source'", "sources.bib", "'jones_1991'"]),
        (changed(4, "smith_1990", "smith_1990;jones_1991"), ["row 4", "'jones_1991'"]),
        (changed(4, "s001", "s999"), ["row 4", "column 'section'", "sections.csv", "'s999'"]),
        (changed(4, "=1+1", "x,y"), ["row 4", "expected 14 cells, got 15"]),
        (changed(4, ",=1+1", ""), ["row 4", "expected 14 cells, got 13"]),
        (changed(2, '"17,5"', "17,5"), ["row 2", "expected 14 cells, got 15"]),
        (changed(3, "--", '"--'), ["row 3", "quote"]),
        (changed(2, '"17,5"', '"17,5'), ["row 2", "quote"]),
        (changed(2, '"17,5"', '"17",5"'), ["row 2", "quote"]),
        (changed(3, '"so-called', '"so\ncalled'), ["row 3", "line break"]),
        (changed(3, '"so-called', '"so\rcalled'), ["row 3", "line break"]),
        (lambda text: [*text[:2], "", *text[2:]], ["row 3", "blank line"]),
        (lambda text: [*text, ""], ["row 5", "blank line"]),
        (lambda text: ["", *text], ["row 1", "header"]),
        (lambda text: text[1:], ["row 1", "column 'id' is missing"]),
        (lambda text: [*text[:2], "   ", *text[2:]], ["row 3", "got 1"]),
        (lambda text: [line.replace(",", ";") for line in text], ["row 1", "semicolons", "save with commas"]),
        (lambda text: [line.replace(",", "\t") for line in text], ["row 1", "tabs", "save with commas"]),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(house, change, words):
    write(house / "pamphlet/grain.csv", change(printed_lines()))
    refused(grain, "grain.csv", "expected" if "row 1" not in words else "row 1", *words)


@pytest.mark.parametrize(
    ("column", "cell", "wanted"),
    [
        ("value", "17,5", "decimal point"),
        ("value", "1.234.567", "decimal point"),
        ("value", "1 000", "decimal point"),
        ("value", "=A1", "decimal point"),
        ("value", "nan", "decimal point"),
        ("value", "inf", "decimal point"),
        ("value", "1e999", "finite"),
        ("value", "9" * 400, "finite"),
        ("value", "0x10", "decimal point"),
        ("value", "1_000", "decimal point"),
        ("value", "+5", "decimal point"),
        ("value", "\u0663", "decimal point"),
        ("disputed", "yes", "true or false"),
        ("disputed", "TRUE", "true or false"),
        ("disputed", "", "a value"),
        ("verification", "guessed", "print, two_texts"),
        ("lineage", "two", "lineages.csv"),
        ("sources", "jones_1991", "sources.bib"),
        ("sources", "", "a value"),
        ("start", "30.1.1932", "date"),
        ("start", "1932-13", "date"),
        ("start", "1932-02-30", "date"),
        ("start", "32", "date"),
        ("checked_on", "2999-01-01", "not in the future"),
        ("start", "2999", "not in the future"),
        ("low", "18", "a value not below the lower bound 18, got '17.5'"),
        ("high", "17", "a value not above the upper bound 17, got '17.5'"),
        ("value", "", "a lower bound or an upper bound"),
        ("end", "1929", "not before 1930"),
    ],
)
def test_a_wrong_estimate_is_refused_with_its_place(house, column, cell, wanted):
    write(house / "estimates/grain.csv", estimate_lines([{**ESTIMATES[0], column: cell}, ESTIMATES[2]]))
    message = refused(lambda: tables.load_estimates("grain"), "grain.csv", "row 2", "expected")
    assert f"column '{column}'" in message or column in ("low", "high"), message
    assert all(word in message for word in wanted.split(", ")), message


@pytest.mark.parametrize(
    ("start", "end", "fine"),
    [
        ("1935", "1935", True),
        ("1935-06", "1935", True),  # the year may end what began in June
        ("1935", "1935-06", True),
        ("1935-06", "1935-05", False),
        ("1935-06-15", "1935-06", True),
        ("1935-06-15", "1935-06-14", False),
        ("1936", "1935-12", False),
        ("", "1935", True),
        ("1935", "", True),
    ],
)
def test_an_end_before_its_start_is_refused(house, start, end, fine):
    write(house / "estimates/grain.csv", estimate_lines([{**ESTIMATES[0], "start": start, "end": end}]))
    if fine:
        assert len(tables.load_estimates("grain")) == 1
    else:
        refused(lambda: tables.load_estimates("grain"), "row 2", "column 'end'", f"not before {start}")


def test_bounds_the_wrong_way_round_are_refused(house):
    write(house / "estimates/grain.csv", estimate_lines([{**ESTIMATES[0], "value": "", "low": "3", "high": "2"}]))
    refused(lambda: tables.load_estimates("grain"), "row 2", "column 'low'", "not above the upper bound 2, got '3'")


def test_bounds_that_touch_are_fine(house):
    write(house / "estimates/grain.csv", estimate_lines([{**ESTIMATES[0], "value": "3", "low": "3", "high": "3"}]))
    assert len(tables.load_estimates("grain")) == 1


@pytest.mark.parametrize("gone", [["checked_by"], ["checked_on"], ["checked_by", "checked_on"]])
def test_print_without_a_checker_is_refused(house, gone):
    row = {**ESTIMATES[0], "verification": "print", "checked_by": "A. Reader", "checked_on": "2020-02-29"}
    write(house / "estimates/grain.csv", estimate_lines([row]))
    assert len(tables.load_estimates("grain")) == 1
    write(house / "estimates/grain.csv", estimate_lines([row | dict.fromkeys(gone, "")]))
    refused(lambda: tables.load_estimates("grain"), "row 2", *(f"column '{c}'" for c in gone), "'print'")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"start": "1937-06-11"}, []),
        ({"end": "1937-06-11"}, []),
        ({"start": "1937-06-11", "end": "1937-06-12"}, []),
        ({}, ["column 'start'", "a start or an end"]),
        ({"start": "1937", "value": "1937"}, ["column 'value'", "no figure"]),
        ({"start": "1937", "high": "1937"}, ["column 'value'", "no figure", "'1937'"]),
    ],
)
def test_a_date_is_a_row_without_a_figure(house, cells, words):
    write(house / "estimates/grain.csv", estimate_lines([{"id": "trial-opens", "unit": "date", **cells}]))
    if words:
        refused(lambda: tables.load_estimates("grain"), "row 2", *words)
    else:
        assert tables.load_estimates("grain")[["value", "low", "high"]].isna().all(axis=None)


def test_today_is_no_future_and_a_day_of_grace_is_given(house, monkeypatch):
    class Clock(datetime.date):
        @classmethod
        def today(cls):
            return cls(2020, 2, 28)

    monkeypatch.setattr(cells.datetime, "date", Clock)
    row = {**ESTIMATES[0], "checked_by": "A. Reader"}
    for day, fine in (("2020-02-28", True), ("2020-02-29", True), ("2020-02", True), ("2020-03-01", False)):
        write(house / "estimates/grain.csv", estimate_lines([{**row, "checked_on": day}]))
        if fine:
            assert len(tables.load_estimates("grain")) == 1
        else:
            refused(lambda: tables.load_estimates("grain"), "column 'checked_on'", "future", "mend the clock")


def test_labels_are_open_without_a_list_and_closed_with_one(house):
    assert reference.known_labels() == {}
    text = "name,columns\nlevel,measure\nall,population\nussr_1938,territory\n1926_27,price_base\n"
    (house / "labels.csv").write_text(text, encoding="utf-8")
    assert len(tables.load_estimates("grain")) == len(ESTIMATES)  # 'not applicable' needs no line
    write(house / "estimates/grain.csv", estimate_lines([{**ESTIMATES[0], "territory": "ussr_1983"}]))
    refused(
        lambda: tables.load_estimates("grain"), "row 2", "column 'territory'", "labels.csv", "did you mean 'ussr_1938'?"
    )
    write(house / "pamphlet/grain.csv", printed_lines([{**PRINTED[0], "population": "grain"}]))
    message = refused(grain, "row 2", "column 'population'", "got 'grain'")
    assert "did you mean" not in message


def test_a_list_of_labels_names_columns_that_have_one(house):
    (house / "labels.csv").write_text("name,columns\nlevel,measure;start\n", encoding="utf-8")
    refused(grain, "labels.csv", "row 2", "column 'columns'", "measure, population")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", ["empty file"]),
        (b"\n", ["row 1", "header"]),
        (b"\xef\xbb\xbf", ["row 1", "header"]),
        ("\n".join(printed_lines()).replace("a, b", "Müller").encode("latin-1"), ["row 2", "UTF-8"]),
        ("\n".join(printed_lines()).encode("utf-16"), ["row 1", "UTF-8"]),
        ("\n".join(printed_lines()).replace("=1+1", "a\0b").encode(), ["row 4", "NUL"]),
        (b"\0" * 100, ["row 1", "NUL"]),
        (bytes(range(256)), ["row 2", "UTF-8"]),
    ],
)
def test_what_is_no_text_table_is_refused(house, raw, words):
    write(house / "pamphlet/grain.csv", raw)
    refused(grain, "grain.csv", "expected", *words)


def test_a_missing_file_is_refused(house):
    refused(lambda: tables.load_pamphlet("wheat"), "wheat.csv", "pamphlet", "found none")
    (house / "pamphlet/oats.csv").mkdir()
    refused(lambda: csv_files.read_table(house / "pamphlet/oats.csv"), "oats.csv", "expected a file")


def test_a_huge_file_is_refused_unread(house):
    with open(house / "pamphlet/grain.csv", "r+b") as file:
        file.truncate(10**10)  # sparse: takes no room on the disk
    refused(grain, "grain.csv", f"{raw.MAX_BYTES:,} bytes", "split")


def test_a_huge_cell_is_refused_in_few_words(house):
    write(house / "pamphlet/grain.csv", changed(2, "10", "9" * 10**6)(printed_lines()))
    assert len(refused(grain, "grain.csv", "row 2")) < 400
    write(house / "pamphlet/grain.csv", changed(2, "10", "9" * 10**5)(printed_lines()))
    assert len(refused(grain, "grain.csv", "row 2", "column 'position'")) < 400


def test_many_problems_are_cut_short(house):
    rows = [{**PRINTED[0], "id": f"row-{n}", "position": "x"} for n in range(100)]
    write(house / "pamphlet/grain.csv", printed_lines(rows))
    message = refused(grain, "row 2,", "... and 80 more")
    assert message.count("\n") == raw.MAX_PROBLEMS


def test_one_id_in_two_tables_is_refused(house):
    write(house / "pamphlet/oats.csv", printed_lines(PRINTED[:1]))
    refused(lambda: tables.load_all("pamphlet"), "grain-1930-level", "grain", "oats")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "units.csv",
            "unit,quantity,factor,whole,meaning\npersons,persons,1,true,x\npersons,persons,2,true,x\n",
            "row 3",
        ),
        ("lineages.csv", "lineage,topic,reason\none,grain,x\none,grain,y\n", "row 3"),
        (
            "pamphlet/sections.csv",
            "section,subject,part,position,heading_sha256\ns1,x,body,0,0\ns1,x,body,1,0\n",
            "row 3",
        ),
    ],
)
def test_names_of_rows_are_unique_in_every_table(house, name, text, words):
    (house / name).write_text(text, encoding="utf-8")
    refused(lambda: csv_files.read_table(house / name), words, "no other row")


def test_the_dictionary_keeps_its_own_rules(data):
    for name in ("columns.csv", "units.csv", "lineages.csv", "tables.csv"):
        assert len(csv_files.read_table(data / name)) > 1


def test_a_table_keeps_the_columns_that_the_package_lists(house):
    (house / "datapackage.json").write_text(
        '{"resources": [{"path": "pamphlet/grain.csv", "schema": {"fields": [{"name": "id"}, {"name": "year"}]}}]}',
        encoding="utf-8",
    )
    refused(grain, "column 'year' is missing")


def test_what_changed_on_disk_is_read_anew(house):
    assert "bushels" not in reference.load_units().index
    with open(house / "units.csv", "a", encoding="utf-8") as file:
        file.write("bushels,bushels,1,false,x\n")
    assert "bushels" in reference.load_units().index


def test_what_a_caller_does_to_a_table_stays_with_the_caller(house):
    units = reference.load_units()
    units.loc[:, "factor"] = 0.0
    assert (reference.load_units()["factor"] > 0).all()
    assert len(reference.load_units()) > 0
    assert grain()["printed"].tolist()[0] == "17,5"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_damage_is_read_or_refused(house, data):
    """Change bytes at random: nothing but a TableError comes out, and it names the file."""
    raw = bytearray(("\n".join(printed_lines()) + "\n").encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from([b'"', b",", b"\n", b"\r", b"\0", b'"",'])))
        raw[place : place + data.draw(st.integers(0, 3))] = piece
    write(house / "pamphlet/grain.csv", bytes(raw))
    try:
        found = grain()
    except TableError as error:
        found = str(error)
    if isinstance(found, str):
        assert "grain.csv" in found
    else:
        assert set(PRINTED_COLUMNS) <= set(found.columns)
        assert found["id"].is_unique


def test_every_committed_table_loads():
    assert len(tables.load_all("pamphlet")) > 0
    assert len(tables.load_all("estimates", unchecked=True)) > 0
    for name in ("corrections", "sections", "trial_names"):
        assert len(tables.load_pamphlet(name)) > 0
