"""Rules that several cells of one row have to keep together.

Each function takes the columns of a table as text and returns what breaks its rule as (row, column, cell, what was
expected), the first row being 0. :mod:`analysis.data.tables` puts file and row into the message.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

#: A column's name -> its cells, all of one length.
Cells = Mapping[str, Sequence[str]]
#: Row, column, cell, what was expected.
Problem = tuple[int, str, str, str]

#: Columns whose values are names out of a closed list.
LABELS = ("measure", "population", "territory", "price_base")
#: Values of any of them that say that there is none.
NO_LABEL = frozenset({"not stated", "not applicable"})


def out_of_order(cells: Cells) -> list[Problem]:
    """Return the figures that do not lie between their bounds: low <= value <= high."""
    problems = []
    for row, (low, value, high) in enumerate(zip(cells["low"], cells["value"], cells["high"], strict=True)):
        if not low and not high:
            continue
        if low and value and float(value) < float(low):
            problems.append((row, "value", value, f"a value not below the lower bound {low}"))
        if high and value and float(value) > float(high):
            problems.append((row, "value", value, f"a value not above the upper bound {high}"))
        if low and high and float(low) > float(high):
            problems.append((row, "low", low, f"a lower bound not above the upper bound {high}"))
    return problems


def without_figure(cells: Cells) -> list[Problem]:
    """Return the rows that say nothing: no figure, no words in ``text``, and no date where the unit is ``date``."""
    problems = []
    words = cells.get("text") or [""] * len(cells["value"])
    figures = zip(cells["value"], cells["low"], cells["high"], cells["unit"], words, strict=True)
    for row, (value, low, high, unit, text) in enumerate(figures):
        if unit == "date":
            if value or low or high:
                problems.append((row, "value", value or low or high, "no figure where the unit is 'date'; use start"))
            elif not cells["start"][row] and not cells["end"][row]:
                problems.append((row, "start", "", "a start or an end where the unit is 'date'"))
        elif not (value or low or high or text):
            problems.append((row, "value", "", "a value, a lower bound or an upper bound"))
    return problems


def unsigned(cells: Cells) -> list[Problem]:
    """Return the rows checked against print that do not say by whom or when."""
    return [
        (row, column, "", "a value where verification is 'print'")
        for row, rung in enumerate(cells["verification"])
        if rung == "print"
        for column in ("checked_by", "checked_on")
        if not cells[column][row]
    ]


def backwards(cells: Cells) -> list[Problem]:
    """Return the ends that lie before their starts, compared at the precision of the coarser of the two."""
    # 1935 may end what began in 1935-06.
    return [
        (row, "end", end, f"an end not before {start}")
        for row, (start, end) in enumerate(zip(cells["start"], cells["end"], strict=True))
        if start and end and start != end and end[: len(start)] < start[: len(end)]
    ]


def foreign(cells: Cells, column: str, known: set[str] | frozenset[str], where: str, *, split=False) -> list[Problem]:
    """Return the cells that do not point to an entry of another table.

    Parameters
    ----------
    cells : mapping
        The table.
    column : str
        Where the keys stand; a table without it has no problem.
    known : set of str
        Keys of the other table.
    where : str
        Its name.
    split : bool
        Whether a cell holds several keys, joined by semicolons.
    """
    every = cells.get(column, ())
    odd = {cell for cell in set(every) if cell and not (known.issuperset(cell.split(";")) if split else cell in known)}
    return [
        (row, column, key, f"an entry of {where}")
        for row, cell in enumerate(every)
        if cell in odd
        for key in (cell.split(";") if split else [cell])
        if key not in known
    ]


def unknown_labels(cells: Cells, known: Mapping[str, frozenset[str]]) -> list[Problem]:
    """Return the cells of :data:`LABELS` that the closed lists do not hold, with the nearest name that they do.

    Parameters
    ----------
    cells : mapping
        The table.
    known : mapping
        Column -> its names; a column without a list may hold anything.
    """
    problems = []
    for column in LABELS:
        names = known.get(column, frozenset())
        odd = set(cells.get(column, ())) - names - NO_LABEL - {""} if names else set()
        wanted = {c: f"a {column} of data/labels.csv{_near(c, names)}; add a line there if it is new" for c in odd}
        problems += [(row, column, cell, wanted[cell]) for row, cell in enumerate(cells.get(column, ())) if cell in odd]
    return problems


def _near(cell: str, names: frozenset[str]) -> str:
    near = difflib.get_close_matches(cell[:100], sorted(names), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


#: Words that begin a cell for an address that nobody can follow any more.
NO_ADDRESS = "address of the copy not kept"


def misplaced_rungs(cells: Cells) -> list[Problem]:
    """Return the passages whose rung does not fit how they were read.

    The rung ``quoted`` belongs to the route ``quoted`` and to it alone, and that route names the text that quotes.
    Two texts have two addresses. A table without a column ``route`` is not asked for it.
    """
    problems = []
    routes = cells.get("route", [""] * len(cells["rung"]))
    quoting = cells.get("quoted_by", routes)
    for row, (rung, route, by, seen) in enumerate(zip(cells["rung"], routes, quoting, cells["seen_at"], strict=True)):
        problems += [(row, *wrong) for wrong in _route_of(rung, route, by)]
        if rung == "two_texts" and len(addresses(seen)) < 2:
            problems.append((row, "seen_at", seen, "two addresses where rung is 'two_texts'"))
        wanted = f"an address with a path, or the words {NO_ADDRESS!r}"
        problems += [(row, "seen_at", part, wanted) for part in addresses(seen) if not leads_somewhere(part)]
    return problems


def _route_of(rung: str, route: str, by: str) -> list[tuple[str, str, str]]:
    quoted = route == "quoted"
    wrong = []
    if quoted and not by:
        wrong.append(("quoted_by", by, "the text that quotes the work"))
    if by and not quoted:
        wrong.append(("quoted_by", by, "nothing where the work itself was read"))
    if route and quoted != (rung == "quoted"):
        wrong.append(("rung", rung, f"{'' if quoted else 'not '}'quoted' on the route {route!r}"))
    return wrong


def addresses(cell: str) -> list[str]:
    """Return the addresses of a cell: parts divided by a semicolon and a blank."""
    return [part for part in cell.split("; ") if part]


def leads_somewhere(address: str) -> bool:
    """Return whether an address names a page, not only a host; or says that it was not kept."""
    scheme, _slashes, rest = address.partition("://")
    page = rest.rstrip("/").partition("/")[2]
    return NO_ADDRESS in address or (scheme in ("http", "https") and bool(page) and " " not in rest)
