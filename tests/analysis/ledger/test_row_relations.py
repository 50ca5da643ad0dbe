"""Relations between rows: all declared ones hold, gaps are exactly as wide as declared, wrong rules are refused."""

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.data import selectors
from analysis.data.raw import TableError
from analysis.data.selectors import Row, Stock
from analysis.ledger import row_relations
from analysis.ledger.row_relations import RowRelation, Rule, find_relations, holds, interval
from analysis.numbers.bounds import INF, Bounds, exact

F = Fraction


def row(name, value="", *, low="", high="", factor=1.0, whole=True, **cells):
    cells = {"id": name, "measure": "m", "start": "1930", "end": "1930", "sources": "a", "unit": "persons", **cells}
    return Row(("t", name), selectors._dated({**cells, "value": value, "low": low, "high": high}), exact(factor), whole)


def rule(kind="sum", figure="t id=whole", operands=("t id=part*",), **changes):
    return replace(Rule("here", kind, figure, operands, "printed", F(0), F(1), F(0), F(0)), **changes)


@pytest.fixture(scope="module")
def stock():
    return selectors.read_rows()


@pytest.fixture(scope="module")
def rules():
    return row_relations.load_rules()


@pytest.fixture(scope="module")
def relations(rules, stock):
    return find_relations(rules, stock)


# --- the declared ones -------------------------------------------------------------------------------------------


def test_all_declared_relations_hold(relations):
    broken = [r.describe() for r in relations if not holds(r)]
    assert not broken, "\n".join(broken[:20])


def test_a_declared_gap_is_a_gap(rules, relations):
    """Where a source does not add up, the relation fails without the gap that is declared for it."""
    gaps = [r for r in relations if r.rule.gap]
    assert {r.rule.name for r in gaps} == {r.name for r in rules if r.gap}
    assert len(gaps) >= 6
    for relation in gaps:
        assert not holds(replace(relation, rule=replace(relation.rule, gap=F(0)))), relation.describe()


def test_no_rule_is_so_wide_that_it_allows_everything(relations):
    """Every rule is broken by some change of a figure: a thousandth of it, a thousand-fold, or below nothing."""
    by_rule = {}
    for relation in relations:
        by_rule.setdefault(relation.rule.name, []).append(relation)
    assert not [name for name, found in by_rule.items() if not any(_breaks(r) for r in found)]


def _breaks(relation):
    cells = relation.figure.cells
    numbers = {c: float(cells[c]) for c in ("low", "value", "high") if cells[c]}
    for change in (lambda x: x * 1000, lambda x: x / 1000, lambda x: -x - 1000):
        if not holds(relation, {relation.figure.key: cells | {c: f"{change(x):f}" for c, x in numbers.items()}}):
            return True
    # Low and value and high are in order until one of them alone is changed.
    first = next(iter(numbers))
    return not holds(relation, {relation.figure.key: cells | {first: f"{numbers[first] * 1000:f}"}})


def test_the_rules_reach_most_tables(relations, stock):
    """The reach may grow but not shrink; the windows computed beforehand, 2,957 rows, are gone."""
    single = [r for r in relations if not row_relations.KINDS[r.rule.kind].cells]
    reached = {key for r in single for key in (x.key for x in r.rows)}
    assert len(reached) >= 3400
    figures = {table for table, rows in stock.by_table.items() if any(map(row_relations.has_figure, rows))}
    assert {table for table, _id in reached} == figures
    assert set(stock.by_table) - figures == {"events"}, "what holds dates alone is tested with the data"


# --- by hand -----------------------------------------------------------------------------------------------------


def test_a_sum_by_hand():
    rows = [row("whole", "10"), row("part-1", "4"), row("part-2", "6")]
    (relation,) = find_relations([rule()], Stock(rows))
    assert [r.key[1] for r in relation.rows] == ["whole", "part-1", "part-2"]
    assert holds(relation)
    assert not holds(relation, {("t", "part-2"): rows[2].cells | {"value": "7"}})


def test_every_partner_makes_a_relation_of_its_own():
    rows = [row("whole", "10"), row("part-1", "10"), row("part-2", "11")]
    found = find_relations([rule("same")], Stock(rows))
    assert [holds(r) for r in found] == [True, False]


def test_steps_join_neighbours_of_one_series():
    rows = [
        row("c", "40", start="1932"), row("a", "10", start="1930"), row("b", "20", start="1931"),
        row("d", "1", start="1931", measure="n"),
    ]  # fmt: skip
    found = find_relations([rule("step", "t", ("measure",), factor=F(2))], Stock(rows))
    assert [(r.figure.key[1], r.parts[0][0].key[1]) for r in found] == [("b", "a"), ("c", "b")]
    assert all(holds(r) for r in found)
    assert not any(holds(replace(r, rule=replace(r.rule, factor=F(19, 10)))) for r in found)


def test_the_factor_of_a_step_is_for_each_year():
    rows = [row("a", "10", start="1930"), row("b", "40", start="1932")]
    (relation,) = find_relations([rule("step", "t", ("measure",), factor=F(2))], Stock(rows))
    assert holds(relation)
    assert not holds(relation, {("t", "b"): rows[1].cells | {"value": "41"}})


@pytest.mark.parametrize(
    ("cells", "precision", "ends"),
    [
        ({"value": "12.50", "whole": False}, "printed", ("12.495", "12.505")),
        ({"value": "12", "whole": False}, "printed", ("11.5", "12.5")),
        ({"value": "12"}, "printed", (12, 12)),
        ({"value": "1200"}, "rounded", (1150, 1250)),
        ({"value": "1200"}, "printed", (1200, 1200)),
        ({"value": "3", "factor": 0.01, "whole": False}, "printed", ("0.025", "0.035")),
        ({"low": "3", "high": "5"}, "printed", (3, 5)),
        ({"value": "1201"}, "rounded", ("1200.5", "1201.5")),
        ({"value": "-3", "whole": False}, "printed", ("-3.5", "-2.5")),
        # A number in powers of ten has lost its digits.
        ({"value": "3.87E+06", "whole": False}, "printed", (3_870_000, 3_870_000)),
        ({"high": "5"}, "printed", (-INF, 5)),
        ({"low": "3"}, "printed", (3, INF)),
    ],
)
def test_digits_make_intervals(cells, precision, ends):
    low, high = (F(end) if end not in (INF, -INF) else end for end in ends)
    assert interval(row("x", **cells), precision) == Bounds(low, high)


def test_room_in_base_units():
    rows = [row("whole", "103"), row("part-1", "100")]
    assert holds(find_relations([rule("same", absolute=F(3))], Stock(rows))[0])
    assert not holds(find_relations([rule("same", absolute=F(2))], Stock(rows))[0])


def test_a_gap_by_hand():
    rows = [row("whole", "12"), row("part-1", "4"), row("part-2", "6")]
    assert not holds(find_relations([rule()], Stock(rows))[0])
    assert holds(find_relations([rule(gap=F(2))], Stock(rows))[0])
    assert not holds(find_relations([rule(gap=F(1))], Stock(rows))[0])
    # A gap is as wide as it is declared, and no wider: it is no room.
    assert not holds(find_relations([rule(gap=F(3))], Stock(rows))[0])


def test_a_rule_without_rows_is_refused():
    with pytest.raises(TableError, match="found none"):
        find_relations([rule(figure="t id=nothing")], Stock([row("whole", "10")]))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,summ,t,t,printed,,,definition", "column 'kind'"),
        ("a,share,t,t,printed,,,definition", "column 'operands'"),
        ("a,sum,t,t,about,,,definition", "column 'within'"),
        ("a,sum,t,t,printed 5 %,,,definition", "column 'within'"),
    ],
)
def test_wrong_rules_are_refused(line, message, tmp_path, data, monkeypatch):
    for name in ("columns.csv", "units.csv", "datapackage.json"):
        (tmp_path / name).write_bytes((data / name).read_bytes())
    head = "relation,kind,figure,operands,within,known_gap,note,source"
    (tmp_path / "relations.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))
    with pytest.raises(TableError, match=message):
        row_relations.load_rules()


def test_a_relation_says_what_it_joins():
    relation = RowRelation(rule(), row("whole", "10"), ((row("part-1", "4"), row("part-2", "6")),))
    assert relation.describe() == "here: whole (sum) part-1 + part-2"
