"""Mutants by hand: one that must be noticed and one that cannot be, for figures, printed strings and rules of code."""

import ast

import pytest

from recount.trust import mutation, mutation_cells, mutation_code, mutation_data
from recount.trust.mutation_cells import Cell, Outcome, change_number, change_printed


@pytest.fixture(scope="module")
def judges():
    return mutation_data.judges()


@pytest.fixture(scope="module")
def estimates(judges):
    return judges[1]


@pytest.fixture(scope="module")
def transcription(judges):
    return judges[0]


@pytest.fixture(scope="module")
def links(estimates):
    return estimates.links


# --- what is done to a cell --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mutation", "changed"),
    [
        ("12.9", "last digit up", "13.0"),
        ("12.0", "last digit down", "11.9"),
        ("100", "last digit up", "101"),
        ("0", "last digit up", "1"),
        ("0.05", "first digit", "0.06"),
        ("97", "first digit", "17"),
        ("12.5", "sign", "-12.5"),
        ("-3", "sign", "3"),
        ("12.5", "times 10", "125.0"),
        ("7", "times 1000", "7000"),
        ("0", "sign", None),
        ("0.0", "first digit", None),
    ],
)
def test_numbers(text, mutation, changed):
    assert change_number(text, mutation) == changed


@pytest.mark.parametrize(
    ("text", "mutation", "changed"),
    [
        ("17,5", "last digit up", "17,6"),
        ("circa 792,000", "last digit down", "circa 792,009"),
        ("10-15", "first digit", "20-15"),
        ("17,5", "times 10", "175"),
        ("17,5", "times 1000", "17500"),
        ("9,25", "times 10", "92,5"),
        ("792,000", "times 10", "7920000"),
        ("over 70", "sign", "over -70"),
        ("none", "sign", None),
        ("0", "times 10", None),
    ],
)
def test_printed_strings(text, mutation, changed):
    assert change_printed(text, mutation) == changed


# --- what notices ------------------------------------------------------------------------------------------------


def outcomes(judge, cell):
    found = {o.mutation: o for o in judge.judge(cell)}
    assert found
    return found


def test_a_part_of_an_exact_sum_is_noticed(estimates):
    """The four kinds of sentence of 1935 make up all sentences, to the person."""
    cell = Cell("estimates", "repression_by_year", "repression-1935-camps-colonies-prisons-mvd", "value")
    found = outcomes(estimates, cell)
    assert all("relations" in o.caught for o in found.values())
    assert all(o.relations > 0 for o in found.values())


def test_a_figure_that_nothing_reads_is_not_noticed(estimates):
    """No other row bears on this measure: only a sign can be wrong on its face (or a neighbour with partners)."""
    cell = Cell("estimates", "labour_wages", "labour-persons-on-rations-1932-buzgalin-kolganov-2010", "value")
    found = outcomes(estimates, cell)
    assert {name for name, o in found.items() if o.caught} - {"neighbour"} == {"sign"}
    assert found["sign"].caught == {"bounds"}
    assert {o.relations for o in found.values()} == {0}


def test_a_report_that_the_pamphlet_cites_is_noticed(estimates, links):
    """Printed figures that were found in a report are checks of our copy of the report."""
    name = sorted(links.fidelity)[0]
    found = outcomes(estimates, Cell("estimates", "stalin_reports", name, "value"))
    assert "relations" in found["times 1000"].caught


def test_judging_leaves_everything_as_it_was(estimates, links):
    name = sorted(links.fidelity)[0]
    before = dict(links.by_id[name])
    outcomes(estimates, Cell("estimates", "stalin_reports", name, "value"))
    assert str(links.by_id[name]) == str(before)


def test_every_catcher_notices_a_printed_figure(transcription):
    found = outcomes(transcription, Cell("pamphlet", "expulsions_by_year", "expulsions-1933-percent", "printed"))
    assert {"keying", "text", "relations"} <= found["times 10"].caught


def test_a_printed_date_is_held_to_its_row(transcription):
    found = outcomes(transcription, Cell("pamphlet", "dates", "campaign-1933", "printed"))
    assert "relations" in found["last digit up"].caught


def test_a_figure_without_partner_is_noticed_by_the_keying_alone(transcription):
    cell = next(c for c in transcription.cells() if not transcription._reach(c.id) and c.table == "screening_prose")
    assert all("relations" not in o.caught and "keying" in o.caught for o in outcomes(transcription, cell).values())


def test_thirty_cells_at_random(judges):
    found = mutation_data.run(judges, sample=30, seed=1)
    assert len({o.cell for o in found}) == 30
    counts = mutation_data.summarise(found)
    assert counts["cells"].sum() == 30
    assert counts["mutants"].sum() == len(found)
    assert mutation.shares_of(counts)["estimates"] > mutation.GOALS["estimates"]


def test_counts_by_hand():
    one, other = Cell("estimates", "t", "a", "value"), Cell("estimates", "t", "b", "value")
    found = [
        Outcome(one, "sign", "-1", 2, frozenset({"bounds"})),
        Outcome(one, "times 10", "10", 2, frozenset()),
        Outcome(other, "sign", "-1", 0, frozenset({"bounds"})),
    ]
    (row,) = mutation_data.summarise(found).to_dict("records")
    assert (row["cells"], row["reached"], row["mutants"], row["noticed"]) == (2, 1, 3, 2)
    assert (row["of_reached"], row["by_relations"], row["bounds"], row["relations"]) == (2, 1, 2, 0)
    assert mutation.unreached(found).to_dict("records") == [
        {"table": "estimates/t", "id": "b", "column": "value", "noticed": 1, "mutants": 1}
    ]


# --- rules of code -----------------------------------------------------------------------------------------------

SOURCE = '''
"""Words 1."""
LIMIT = 3

def f(a: int | None, b=2):
    """Words 2."""
    if a < b and not b:
        raise ValueError("no")
    a += 1
    return max(a, b) - 1
'''


def made(source=SOURCE):
    return {(m.mutation, m.line): m.source for m in mutation_code.mutants("m", source)}


def test_every_rule_is_changed_once():
    assert set(made()) == {
        ("constant plus 1", 5), ("constant minus 1", 5), ("condition negated", 7), ("boolean And", 7),
        ("compare 0 Lt", 7), ("drop Not", 7), ("statement dropped", 8), ("statement dropped", 9),
        ("constant plus 1", 9), ("constant minus 1", 9), ("return None", 10), ("operate Sub", 10), ("call min", 10),
        ("constant plus 1", 10), ("constant minus 1", 10),
    }  # fmt: skip


def test_several_on_one_line_are_told_apart():
    source = "def f(a):\n    return a < 1 < 3\n"
    assert {name for name, _line in made(source)} == {
        "return None", "compare 0 Lt", "compare 1 Lt", "constant plus 1", "constant minus 1", "constant plus 1, no. 2",
        "constant minus 1, no. 2",
    }  # fmt: skip


def test_mutants_can_be_compiled_and_differ():
    sources = list(made().values())
    plain = ast.unparse(ast.parse(SOURCE))
    assert len(set(sources)) == len(sources)
    for source in sources:
        compile(source, "m", "exec")
        assert source != plain


@pytest.mark.parametrize(
    ("mutation", "line", "words"),
    [
        ("compare 0 Lt", 7, "a <= b"),
        ("boolean And", 7, "a < b or not b"),
        ("call min", 10, "min(a, b)"),
        ("operate Sub", 10, "max(a, b) + 1"),
        ("return None", 10, "return None"),
        ("constant plus 1", 9, "a += 2"),
    ],
)
def test_changes_by_hand(mutation, line, words):
    assert words in made()[mutation, line]


def test_equivalent_mutants_are_mutants_with_a_reason():
    """Each line of the list is a mutant of the code as it stands; else the list is out of date."""
    known = mutation_code.equivalent()
    there = set()
    for name in {key[0] for key in known}:
        source = (mutation_code.ROOT / "analysis" / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")
        there |= {m.key for m in mutation_code.mutants(name, source)}
    assert known <= there, sorted(known - there)


@pytest.mark.parametrize(("operator", "result"), [("Add", "killed"), ("Sub", "survived")])
def test_a_mutant_is_judged_by_the_tests_of_its_module(operator, result, monkeypatch, tmp_path):
    """A mutant that a test contradicts is noticed; one that no test looks at is not."""
    (tmp_path / "test_m.py").write_text(
        "from analysis.text import verdicts\n\ndef test_m():\n    assert verdicts.AGREES == 'agrees'\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(mutation_code, "tests_of", lambda module: [str(tmp_path / "test_m.py")])
    changed = "AGREES = 'other'" if operator == "Add" else "UNUSED = 1"
    mutant = mutation_code.Mutant("text.verdicts", "f", 1, "", operator, changed)
    assert mutation_code.judge(mutant) == result


def test_mutations_have_one_name_each():
    assert len(set(mutation_cells.MUTATIONS)) == len(mutation_cells.MUTATIONS)


def test_rules_of_a_module_that_does_not_exist_are_refused():
    with pytest.raises(mutation_code.MutationError, match=r"--code: expected modules of analysis/ .* got 'nothing'"):
        next(mutation_code.run(("numbers.printed", "nothing")))
