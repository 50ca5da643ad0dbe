"""Bad input of every kind: read correctly or refused in words; no traceback, no runaway time or memory."""

import csv
import io
import random
import shutil
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis import topics
from analysis.data import csv_files, quantities, raw, sources, tables
from analysis.ledger import claims
from analysis.numbers import dates, numerals, printed
from recount import __main__ as entry
from recount.app import cli
from recount.runs import runner

NOTEBOOKS = {name: topics.declaration(name) for name in topics.FOLDERS}

FEW = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Cells that are well formed somewhere, or nowhere.
NASTY = (
    *("", "0", "-0", "-1", "1e308", "1e400", "nan", "inf", "9" * 14, "9" * 5000, "1/0", "0 of 0", "half", "--"),
    *("0000", "9999-12", "1937-02-30", "2001-13", "end of end of 1937", "x" * 3000, "a b c", "a=b=c", "x=1", "|;|"),
    *("growth_over", "years=99999999 a b", "sum_of;sum_of", "list:a/b", "../claims measure=x", "a" * 300 + " b=c"),
    *("\u0661\u0669\u0663", "１９３７", "\u202e", "\u2028", "<script>", "=1+1", "'", '"', "\\", "true", "not stated"),
)
NO_DICTIONARIES = (
    *(b"\xff\xfe\x00", b"\0", b"{", b"[]", b"{}", b"a,b\n1\n", b"column,type\nid\n", b"@book{", b"[" * 100_000, b'"'),
    *(b"column,type,required,allowed,unit,meaning\nid,nonsense,true,,,x\n", b"@book{a, title={" + b"{" * 20_000),
    b"\x1b[2J",
)
COMMANDS = sorted(cli.COMMANDS)
SOME_WORDS = (*COMMANDS, *NOTEBOOKS, "--out", "-p", "--format", "csv", "--section", "--workers", "-1", "--", "-")
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(NASTY))


def ours(error):
    return type(error).__module__.startswith(("analysis.", "recount."))


def attempt(call, *arguments):
    """Run something; whatever it refuses, it refuses with an error of the project's own."""
    problem = None
    try:
        return call(*arguments)
    except Exception as error:
        problem = error
    assert ours(problem), f"{type(problem).__name__}: {str(problem)[:200]}"
    assert 0 < len(str(problem)) < 12000
    return None


@pytest.fixture(scope="module")
def house(tmp_path_factory, data):
    """A copy of all the data, to be damaged and repaired."""
    folder = tmp_path_factory.mktemp("house") / "data"
    shutil.copytree(data, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECOUNT_DATA", str(folder))
        yield folder


def damage(house, chance):
    """Change one cell, delete or double one row of one table; return the file and what it held."""
    path = chance.choice(sorted(house.rglob("*.csv")))
    before = path.read_bytes()
    rows = list(csv.reader(io.StringIO(before.decode("utf-8"), newline="")))
    row = chance.choice(rows)
    how = chance.random()
    if how < 0.8:
        row[chance.randrange(len(row))] = chance.choice(NASTY)
    elif how < 0.9:
        rows.remove(row)
    else:
        rows.append(row)
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    path.write_bytes(file.getvalue().encode("utf-8"))
    return path, before


def load_everything():
    quantities.read_all_printed("as_corrected")
    for name in tables.table_names("estimates"):
        quantities.read_estimates(name)
    claims.load_claims()


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_table_is_read_or_refused(house, seed):
    path, before = damage(house, random.Random(seed))
    try:
        attempt(load_everything)
    finally:
        path.write_bytes(before)


@pytest.mark.full
def test_damage_reaches_no_reader_as_a_traceback(house):
    from analysis.ledger.judge import load_ledger
    from recount.publish import auditing, todo

    def read_all():
        load_ledger("as_corrected")
        todo.text(todo.todo())
        auditing.run(None)

    for seed in range(100, 112):
        path, before = damage(house, random.Random(seed))
        try:
            attempt(read_all)
        finally:
            path.write_bytes(before)


@pytest.mark.parametrize("name", ["columns.csv", "datapackage.json", "sources.bib", "units.csv", "lineages.csv"])
@pytest.mark.parametrize("content", NO_DICTIONARIES)
def test_a_damaged_dictionary_is_refused_in_words(house, name, content):
    path = house / name
    before = path.read_bytes()
    path.write_bytes(content)
    csv_files._column_rules.cache_clear()
    csv_files._listed_columns.cache_clear()
    try:
        attempt(tables.load_pamphlet, "german_seats")
        attempt(tables.load_estimates, "unemployment" if "unemployment" in tables.table_names("estimates") else "gdp")
        if name == "sources.bib":
            attempt(lambda: [sources.footnote(key) for key in sources.bibliography().entries])
    finally:
        path.write_bytes(before)
        csv_files._column_rules.cache_clear()
        csv_files._listed_columns.cache_clear()


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.truncate(10**9),
        lambda file: file.write(b"id" + b",x" * (raw.MAX_BYTES // 2 - 10)),
        lambda file: file.write(b",".join(b"c%d" % n for n in range(100_000)) + b"\n"),
        lambda file: file.write(b"id,unit\n" + b"x" * 9_000_000),
        lambda file: file.write(b"id,unit\n" + b"x,y\n" * 200_000),
        lambda file: file.write(b'id,unit\n"' + b"x,y\n" * 200_000),
    ],
    ids=["1 GB", "ten million characters", "100,000 columns", "one cell", "bad rows", "open quote"],
)
def test_a_giant_is_refused_in_time(house, make):
    path = house / "pamphlet" / "giant.csv"
    with open(path, "wb") as file:
        make(file)
    began = time.process_time()
    try:
        with pytest.raises(raw.TableError, match=r"giant\.csv"):
            csv_files.read_table(path, ("id", "unit"))
    finally:
        path.unlink()
    assert time.process_time() - began < 10


@pytest.mark.parametrize("mark", [*"\x00\x01\x07\x08\x0b\x1b\x7f\x85\x9b\u200f\u2028\u202e\u2066\ufeff"])
def test_a_cell_that_a_terminal_would_obey_is_refused(house, mark):
    path = house / "pamphlet" / "sections.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(",body,", f"{mark},body,", 1), encoding="utf-8", newline="")
    try:
        with pytest.raises(raw.TableError, match=r"sections\.csv, row \d+: expected .*(control|NUL)"):
            tables.load_pamphlet("sections")
    finally:
        path.write_text(before, encoding="utf-8", newline="")


@MANY
@given(st.one_of(st.text(max_size=80), st.sampled_from(NASTY)))
@example("9" * 10**6)
@example("beginning of " * 5000 + "1937")
@example("9999-12")
@example("\ud800")
def test_strings_are_read_or_refused(text):
    attempt(printed.parse, text)
    if text.strip():
        attempt(numerals.read_numeral, text, text)
    problem = "expected a date"
    try:
        first, last = dates.date_span(text)
        assert first <= last
    except ValueError as error:
        problem = str(error)
    assert problem.startswith("expected a date")


@FEW
@given(st.sampled_from(sorted(NOTEBOOKS)), st.text(max_size=60), TEXT)
@example("05_production", "x", "2001-99-99")
@example("05_production", "x", "[" * 50_000)
@example("05_production", "x", "!!python/object/apply:os.system [exit]")
@example("05_production", "x", "&a [*a, *a]")
def test_parameters_are_taken_or_refused(notebook, name, value):
    attempt(lambda: topics.check(notebook, runner.read_pairs([f"{name}={value}"])))
    for declared in list(topics.declaration(notebook).model_fields)[:3]:
        taken = runner.read_pairs([f"{declared}={value}"])
        assert type(taken[declared]) in (str, int, float, bool)
        attempt(topics.check, notebook, taken)


WORDS = st.one_of(st.sampled_from(SOME_WORDS), st.text(max_size=20), st.sampled_from(NASTY))


@MANY
@given(st.lists(WORDS, max_size=5))
def test_any_command_line_is_read_or_ends_with_status_2(words):
    status = 0
    try:
        cli.parse(words)
    except SystemExit as end:
        status = end.code
    assert status in (0, 2)


@FEW
@given(st.sampled_from(["cite", "describe", "ledger --section", "audit"]), WORDS)
@example("cite", "../data/datapackage")
@example("cite", "x" * 5000)
@example("cite", "\udcff")
@example("audit", ".")
def test_a_command_refuses_without_a_traceback(monkeypatch, capsys, command, word):
    monkeypatch.setenv("RECOUNT_ENV", "current")
    try:
        status = entry.main([*command.split(), f"./{word}" if command == "audit" else word])
    except SystemExit as end:
        status = end.code
    assert status in (0, 1, 2)
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["-1", "0", "1.5", "9" * 30, "٣", "", "257"])
def test_a_senseless_number_of_processes_is_wrong_usage(workers, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.parse(["report", "--workers", workers])
    assert caught.value.code == 2
    assert "whole number from 1 to" in capsys.readouterr().err
