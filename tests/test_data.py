"""The committed data: the package describes them, keys lead somewhere, files are plain, words are neutral."""

import csv
import io
import json
import math
import re

import frictionless
import pandas as pd
import pytest

from analysis.data import csv_files, quantities, reference, sources, tables
from recount.publish import datapackage
from tests import labels

OBJECT_OF_STUDY = "sousa_2001"
#: Columns that hold our own words, and words of the pamphlet that must not be among them.
OWN_WORDS = ("subject", "remark", "note", "meaning", "reason", "title", "statement", "label", "event")
EPITHETS = re.compile(
    r"\b(?:bourgeois\w*|lackeys?|slander\w*|myths?|(?:a|the|of) lies?|liars?|traitors?|scum|vermin)\b", re.I
)


def paths(data):
    return sorted(p for p in data.rglob("*.csv"))


def cells(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# --- the package -------------------------------------------------------------------------------------------------


def test_frictionless_accepts_every_table(data):
    report = frictionless.Package(str(data / "datapackage.json")).validate()
    faults = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    assert report.valid, "\n".join([*faults, *(e.message for e in report.errors)][:10])
    assert len(report.tasks) == len(paths(data))


def test_the_descriptor_is_the_one_that_the_command_writes(data):
    assert (data / "datapackage.json").read_bytes() == datapackage.content(), "run: recount describe-data"


def test_the_descriptor_names_every_column_with_its_meaning(data):
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == [p.relative_to(data).as_posix() for p in paths(data)]
    assert len({r["name"] for r in package["resources"]}) == len(package["resources"])
    assert {r["profile"] for r in package["resources"]} == {"tabular-data-resource"}
    for resource in package["resources"]:
        names = [f["name"] for f in resource["schema"]["fields"]]
        assert names == cells(data / resource["path"])[0]
        assert all(f["description"] for f in resource["schema"]["fields"])


def test_titles_are_those_of_the_tables(data):
    listed = csv_files.read_table(data / "tables.csv")["path"].tolist()
    there = [p.relative_to(data).as_posix() for p in paths(data)]
    assert sorted(listed) == there


def test_every_column_of_the_dictionary_is_used(data):
    used = {(p.stem, c) for p in paths(data) for c in cells(p)[0]}
    for name in csv_files.column_rules():
        table, _dot, column = name.rpartition(".")
        if table:
            assert (table, column) in used, name
        else:
            assert any(c == column and f"{t}.{c}" not in csv_files.column_rules() for t, c in used), name


# --- the files ---------------------------------------------------------------------------------------------------


def test_files_are_plain(data):
    for path in [*paths(data), data / "sources.bib", data / "datapackage.json"]:
        raw = path.read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in raw, path.name
        assert b"\0" not in raw, path.name
        assert raw.endswith(b"\n"), path.name
        assert not (path.suffix == ".csv" and raw.endswith(b"\n\n")), path.name
        raw.decode("utf-8")


def test_quotes_stand_only_where_they_are_needed(data):
    for path in paths(data):
        again = io.StringIO(newline="")
        csv.writer(again, lineterminator="\n").writerows(cells(path))
        assert again.getvalue() == path.read_text(encoding="utf-8"), path.name


def test_no_cell_begins_or_ends_with_a_blank(data):
    for path in paths(data):
        for n, row in enumerate(cells(path), 1):
            for cell in row:
                assert cell == cell.strip(), (path.name, n, cell)


def test_words_are_ours_and_neutral(data):
    for path in paths(data):
        head, *body = cells(path)
        for n, row in enumerate(body, 2):
            for column, cell in zip(head, row, strict=True):
                if column in OWN_WORDS:
                    assert not EPITHETS.search(cell), (path.name, n, column, cell)


# --- keys --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed():
    return tables.load_all("pamphlet")


@pytest.fixture(scope="module")
def estimates():
    return tables.load_all("estimates", unchecked=True)


def keys_used(data):
    """Return every source key that a table names."""
    found = set()
    for path in paths(data):
        head, *body = cells(path)
        for column in {"sources", "cited_source", "original_source", "work", "quoted_by"} & set(head):
            place = head.index(column)
            found |= {k.strip() for row in body for k in row[place].split(";") if k.strip()}
    return found


def test_every_source_is_used_and_every_key_exists(data, printed, estimates):
    known = reference.source_keys()
    cited = {
        k for f, c in ((printed, "cited_source"), (estimates, "sources")) for cell in f[c] for k in cell.split(";") if k
    }
    assert cited <= known
    assert known <= keys_used(data) | {OBJECT_OF_STUDY}, sorted(known - keys_used(data))
    assert OBJECT_OF_STUDY in known


def test_lineages_are_those_of_the_dictionary(data, estimates):
    listed = set(csv_files.read_table(data / "lineages.csv")["lineage"])
    assert set(estimates["lineage"]) == listed
    assert (csv_files.read_table(data / "lineages.csv")["reason"].str.len() > 10).all()


def test_units_are_used(data, printed, estimates):
    used = {*printed["unit"], *estimates["unit"]}
    links = {
        u
        for p in paths(data)
        for h, *b in [cells(p)]
        for c in h
        if c.endswith("unit")
        for u in [r[h.index(c)] for r in b]
    }
    assert set(reference.load_units().index) <= used | links
    assert (reference.load_units()["factor"] > 0).all()
    assert (reference.load_units().query("whole")["factor"] == 1).all(), "only what is counted in ones is whole"


def test_labels_are_those_in_use(data):
    """Every name of the closed lists stands in a table, so that a misspelling cannot hide behind a name long gone."""
    assert (data / "labels.csv").read_text(encoding="utf-8") == labels.content(), "run: python -m tests.labels"


def test_ids_are_unique_in_their_folder(printed, estimates):
    assert printed["id"].is_unique
    assert estimates["id"].is_unique


def test_unchecked_rows_are_off_by_default(estimates):
    assert (estimates["verification"] == "unchecked").any()
    assert (tables.load_all("estimates")["verification"] != "unchecked").all()


def test_every_unchecked_row_was_looked_for(data, estimates):
    """What was tried is kept for each row that nobody could look up; it may stay when somebody does."""
    lookups = csv_files.read_table(data / "lookups.csv")
    unchecked = set(estimates.loc[estimates["verification"] == "unchecked", "id"])
    assert unchecked <= set(lookups["id"]), "look for the row once, and say in lookups.csv what was tried"
    assert set(lookups["id"]) <= set(estimates["id"])
    assert lookups["tried"].str.endswith(".").all()


def test_checked_against_print_says_by_whom(estimates):
    checked = estimates[estimates["verification"] == "print"]
    assert (checked["checked_by"] != "").all()
    assert (checked["checked_on"] != "").all()
    two = estimates[estimates["verification"] == "two_texts"]
    assert (two["sources"] != "").all()


# --- figures -----------------------------------------------------------------------------------------------------


def test_estimates_lie_between_their_bounds(estimates):
    for row in estimates.itertuples():
        known = [x for x in (row.low, row.value, row.high) if not math.isnan(x)]
        assert known == sorted(known), row.id
        assert known or row.unit == "text" or row.text, row.id


def test_events_have_dates_and_no_figures(estimates):
    """A row of events says when something happened; rival accounts of one event bear its name and say so."""
    events = estimates[estimates["table"] == "events"]
    assert len(events) > 0
    assert (events["unit"] == "date").all()
    assert events[["value", "low", "high"]].isna().all(axis=None)
    assert ((events["start"] != "") | (events["end"] != "")).all()
    for name, rows in events.groupby("event"):
        if len(set(zip(rows["start"], rows["end"], strict=True))) > 1:
            assert rows["disputed"].all(), name


def test_events_are_on_the_days_that_other_tables_give(estimates):
    """The trials and the elections stand in two tables; their days are the same in both."""
    events = estimates[estimates["table"] == "events"].set_index("event")
    trials = estimates[(estimates["table"] == "trials") & estimates["id"].str.endswith("-accused")]
    for year in (1936, 1937, 1938):
        rows = trials[trials["trial"].str.endswith(f"_{year}") & ~trials["trial"].str.startswith("military")]
        assert set(zip(rows["start"], rows["end"], strict=True)) == {
            tuple(events.loc[f"trial_{year}", ["start", "end"]])
        }
    days = set(estimates.loc[estimates["table"] == "reichstag_results", "start"])
    elections = events[events.index.str.startswith("reichstag_election_")]
    assert len(elections) == 7
    assert set(elections["start"]) <= days


def test_no_event_rests_on_the_text_under_study(estimates):
    events = estimates[estimates["table"] == "events"]
    assert not events["sources"].str.split(";").map(lambda keys: OBJECT_OF_STUDY in keys).any()


def test_shares_lie_between_nothing_and_everything(printed, estimates):
    frame = quantities.read_all_printed()
    shares = frame[(frame["quantity"] == "share") & frame["value"].notna() & frame["measure"].str.contains("share")]
    assert shares["value"].between(0, 1).all(), shares.loc[~shares["value"].between(0, 1), ["id", "printed"]]
    for row in estimates[estimates["measure"].str.endswith("_share") & (estimates["unit"] == "percent")].itertuples():
        assert math.isnan(row.value) or 0 <= row.value <= 100, row.id


def test_rival_figures_are_marked_as_disputed(estimates):
    """Two checked rows on one thing, date and measure, with values that differ, say that they are rivals."""
    own = ["table", "measure", "population", "territory", "price_base", "unit", "start", "end"]
    extra = [
        c
        for c in estimates.columns
        if c in ("indicator", "country", "product", "campaign", "election", "region", "occasion", "base")
    ]
    rows = estimates[estimates["value"].notna() & (estimates["verification"] != "unchecked")]
    for key, group in rows.groupby([*own, *extra], dropna=False):
        if group["value"].nunique() > 1 and group["lineage"].nunique() > 1 and group["label"].nunique() == 1:
            assert group["disputed"].any(), (key, group["id"].tolist())


def test_corrections_keep_their_cell(printed):
    corrections = tables.load_corrections()
    at = printed.set_index("id")["printed"]
    assert set(corrections["id"]) <= set(at.index)
    for row in corrections.itertuples():
        assert at[row.id] == row.expect, row.id
        assert row.reason.endswith("."), row.id
        assert (row.value == "") == (row.action == "flag"), row.id


def test_every_entry_of_the_bibliography_can_be_cited():
    assert all(sources.short_form(k) and sources.footnote(k) for k in reference.source_keys())
    assert isinstance(sources.bibtex([OBJECT_OF_STUDY]), str)


def test_sections_are_in_order(data):
    frame = pd.read_csv(data / "pamphlet/sections.csv", dtype={"section": str})
    assert frame["position"].is_monotonic_increasing
    assert frame["section"].is_unique
    assert frame["heading_sha256"].str.fullmatch("[0-9a-f]{16}").all()
