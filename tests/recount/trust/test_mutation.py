"""Mutants by hand: one that must be noticed and one that cannot be, for figures and printed strings."""

import pytest

from recount.trust import mutation, mutation_cells, mutation_data
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


def test_mutations_have_one_name_each():
    assert len(set(mutation_cells.MUTATIONS)) == len(mutation_cells.MUTATIONS)
