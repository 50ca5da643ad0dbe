"""Tables of the notebook on the German elections, ready for a page."""

from __future__ import annotations

import pandas as pd

from analysis.text.words import _, date, joined
from analysis.topics.reichstag import model, seat_rule, unemployment
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.elections import EDITIONS
from analysis.topics.reichstag.model import UNFREE, line_name, plain_agreement
from analysis.topics.reichstag.seat_rule import BY_RULE, CAPPED, EXPLANATIONS, NO_FIGURE

MILLION = 1e6


def header(_choices: Choices | None = None) -> pd.DataFrame:
    """Return the header of the table of votes: place in the line, year printed, day printed (a row per place)."""
    rows = model.read("as_printed")
    rows = rows[rows["table"] == "german_votes"]
    years = rows[rows["measure"] == "header_year"].set_index("column_index")["printed"]
    days = rows[rows["measure"] == "header_date"].set_index("column_index")["printed"]
    frame = pd.DataFrame({_("Year printed"): years, _("Day printed"): days.reindex(years.index)})
    frame = frame.rename_axis(_("Place in its line")).reset_index()
    return frame.astype(object).where(frame.notna(), None)


def lines(printed: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return a table as printed: a row per line, a column per value, headed by its date where it has one."""
    rows = printed[(printed["table"] == table) & ~printed["measure"].str.startswith("header")]
    rows = rows.assign(line=rows["party"].map(line_name), head=[_heading(row) for row in rows.itertuples()])
    order = rows.sort_values("column_index", kind="stable")["head"].unique()
    wide = rows.pivot(index="line", columns="head", values="printed")
    return wide.loc[rows["line"].unique(), order].rename_axis(_("Line")).rename_axis(columns=None).reset_index()


def _heading(row) -> str:
    # The line of the unemployed has no dates even when the lines of votes are dated; it keeps their places.
    return _("Value {n}").format(n=row.column_index) if row.table == "german_votes" else date(row.start)


def votes_as_printed(_choices: Choices) -> pd.DataFrame:
    """Return the table of votes as printed."""
    return lines(model.read("as_printed"), "german_votes")


def seats_as_printed(_choices: Choices) -> pd.DataFrame:
    """Return the table of seats as printed."""
    return lines(model.read("as_printed"), "german_seats")


def votes_compared(choices: Choices) -> pd.DataFrame:
    """Return the printed votes beside the official count."""
    rows = model.compared(choices)
    return _compared(rows[rows["measure"] == "votes"])


def seats_compared(choices: Choices) -> pd.DataFrame:
    """Return the printed seats that are not simply the official number of the party, with what the law gives."""
    rows = model.compared(choices)
    rows = rows[(rows["measure"] == "seats") & ~plain_agreement(rows)]
    frame = _compared(rows)
    law = model.off_seats(rows).set_index("id")["expected"]
    dated = rows[rows["election"] != ""]
    return frame.assign(**{_("By the law, from the list's votes"): dated["id"].map(law).astype("Int64").to_list()})


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Return election, line, printed, official, whose figure, the ledger's verdict, other figures."""
    rows = rows[rows["election"] != ""]
    free = _("{day} (not a free election)")
    return pd.DataFrame(
        {
            _("Election"): [free.format(day=date(e)) if e == UNFREE else date(e) for e in rows["election"]],
            _("Line"): rows["party"].map(line_name),
            _("Printed"): rows["printed"],
            _("Official count"): rows["official"],
            _("Official figure of"): rows["shown"],
            _("Verdict"): rows["verdict"].map(_),
            _("Other figures that fit"): [r or None for r in rows["rivals"]],
        }
    ).reset_index(drop=True)


def compared_rows(choices: Choices, measure: str) -> pd.DataFrame:
    """Return the rows of the results behind a comparison, for footnotes: those of the edition, if it has any."""
    table = model.compared(choices)
    table = table[table["measure"] == measure]
    parties = {p for found in table["found"] for p in found.split("+")}
    rows = model.results()
    rows = rows[rows["election"].isin(table["election"]) & rows["party"].isin(parties) & (rows["measure"] == measure)]
    first = rows["sources"].str.split(";").map(lambda keys: any(key in keys for key in EDITIONS[choices.edition]))
    return rows[first] if first.any() else rows


def exceptions(choices: Choices) -> pd.DataFrame:
    """Return the lists whose votes alone do not account for their official seats, without those that won none."""
    rows = model.by_rule(choices)
    rows = rows[~rows["explanation"].isin([BY_RULE, NO_FIGURE])]
    rows = rows[(rows["official"] > 0) | (rows["explanation"] != CAPPED)]
    order = list(EXPLANATIONS)
    rows = rows.sort_values("explanation", key=lambda e: e.map(order.index), kind="stable")
    return pd.DataFrame(
        {
            _("Election"): rows["election"].map(date),
            _("List"): rows["label"],
            _("By votes alone"): rows["expected"],
            _("By the rule"): rows["seats"],
            _("Official"): rows["official"],
            _("Explanation"): rows["explanation"].map(_),
            _("Working"): rows["working"],
        }
    )


def meanings(table: pd.DataFrame | None = None) -> list[str]:
    """Return what the explanations mean: those of a comparison, or all."""
    used = EXPLANATIONS if table is None else set(table["explanation"])
    return [f"{_(word)}: {_(text)}" for word, text in EXPLANATIONS.items() if word in used]


def register_by_year(choices: Choices, first: int = 1928, last: int = 1934) -> pd.DataFrame:
    """Return the registered unemployed by year, in millions of persons."""
    rows = unemployment.yearly(unemployment.estimates(choices.unchecked), first, last)
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            _("Lowest annual average collected"): rows["average_low"] / MILLION,
            _("Highest annual average collected"): rows["average_high"] / MILLION,
            _("Highest count collected"): rows["peak"] / MILLION,
            _("Day or month of that count"): [date(w) if w else None for w in rows["peak_when"]],
        }
    )


def printed_unemployed(choices: Choices) -> pd.DataFrame:
    """Return the printed unemployed and the years whose register would fit; an upper limit excludes no year."""
    table = unemployment.compared(choices)
    limit = table["low"] == 0

    def listed(cells: pd.Series) -> list[str]:
        return [
            _("any (an upper limit)") if every else joined([str(y) for y in c]) or _("none")
            for every, c in zip(limit, cells, strict=True)
        ]

    return pd.DataFrame(
        {
            _("Place"): table["place"],
            _("Printed"): table["printed"],
            _("Years whose registered average fits"): listed(table["average_years"]),
            _("Years with some registered count that fits"): listed(table["count_years"]),
            _("Verdict"): table["verdict"].map(_),
        }
    )


#: What the counts of the sum and the wider counts are called.
KINDS = {
    unemployment.REGISTERED: "registered unemployed",
    unemployment.UNREGISTERED: "unemployed, not registered (estimate)",
    unemployment.SHORT_TIME: "workers on short time",
} | {name: words[:1].lower() + words[1:] for name, words in unemployment.BEYOND.items()}


def wider_rows(choices: Choices) -> pd.DataFrame:
    """Return the rows of the sum of one month, then the wider counts of the jobless."""
    counts = unemployment.estimates(choices.unchecked)
    return pd.concat([unemployment.together(counts), unemployment.beyond(counts)], ignore_index=True)


def wider(choices: Choices) -> pd.DataFrame:
    """Return who may be added to the register, in millions, with the running sum of one month."""
    counts, rows = unemployment.estimates(choices.unchecked), wider_rows(choices)
    sums = unemployment.together(counts)["value"].cumsum() / MILLION
    return pd.DataFrame(
        {
            _("Who is counted"): [_(KINDS[m]) for m in rows["measure"]],
            _("When"): rows["start"].map(date),
            _("Millions of persons"): rows["value"] / MILLION,
            _("Added up"): sums.reindex(rows.index),
            _("Note"): [n or None for n in rows["note"]],
        }
    )


def by_choice(choices: Choices) -> pd.DataFrame:
    """Return the lists or parties by what explains their seats, for every edition, level and use of the cap."""
    varied = seat_rule.vary(model.days(choices))
    used = [c for c in EXPLANATIONS if varied[c].any()]
    level = {"list": _("lists"), "party": _("parties")}
    shown = varied.assign(edition=varied["edition"].str.replace("_", " "), level=varied["level"].map(level))
    names = {
        "edition": _("Edition"),
        "level": _("Applied to"),
        "cap_applied": _("Cap applied"),
        "all": _("Lists or parties"),
    }
    return shown[[*names, *used]].rename(columns=names | {c: _(c) for c in used})


def by_reading(choices: Choices) -> pd.DataFrame:
    """Return how the printed votes compare under every reading of the cells and rounding rule."""
    varied = model.vary_reading(choices.edition, choices.election)
    names = {
        "reading": _("Cells read"),
        "rule": _("Rounding rule"),
        "all": _("Printed vote figures"),
        "own": _("Fit the party"),
        "other": _("Fit with a second party or on a list"),
        "outside": _("Fit neither"),
        "undated": _("Cannot be dated"),
    }
    return varied.assign(**{c: varied[c].str.replace("_", " ") for c in ("reading", "rule")}).rename(columns=names)


TABLES = {
    "votes_as_printed": votes_as_printed,
    "seats_as_printed": seats_as_printed,
    "header": header,
    "votes_compared": votes_compared,
    "seats_compared": seats_compared,
    "exceptions": exceptions,
    "register_by_year": register_by_year,
    "printed_unemployed": printed_unemployed,
    "wider": wider,
    "by_choice": by_choice,
    "by_reading": by_reading,
}
