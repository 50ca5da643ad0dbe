"""The figures of the notebook on the German elections, as bundles."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import short_form
from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.text.words import _, date, joined, number
from analysis.topics.reichstag import findings, model, seat_rule, tables, unemployment
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.elections import LIST, NO_ELECTION, NO_FIT, PAIR
from analysis.topics.reichstag.findings import NEAR, counted, units
from analysis.topics.reichstag.model import FIVE, UNFREE, larger_parties, line_name

NOTEBOOK = "08_reichstag"
MILLION = 1e6
PAMPHLET = pd.DataFrame({"sources": ["sousa_2001"], "locator": ["notes 30 and 31"], "original_source": [""]})
#: Ends of the time axis of unemployment.
YEARS = (1928, 1935)
#: The compilation of annual averages that is drawn as the line; the others stand in the table.
LINE_OF = "statista_nd"


def cited(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that footnotes are made from: the pamphlet, then those of the frames."""
    columns = ["sources", "locator", "original_source"]
    rows = [f.reindex(columns=columns, fill_value="") for f in frames]
    return pd.concat([PAMPHLET, *rows], ignore_index=True)


# Votes --------------------------------------------------------------------------------------------------------------


def votes_difference(choices: Choices) -> Bundle:
    """Return official less printed votes in thousands, with the bounds of the printed figure."""
    rows = model.compared(choices)
    rows = rows[rows["measure"] == "votes"]
    order = list(FIVE).index
    rows = rows.sort_values(
        ["party", "election"], key=lambda c: c.map(order) if c.name == "party" else c, kind="stable"
    )
    off = (rows["official"] - rows["value"]) / 1000
    data = pd.DataFrame(
        {
            "panel": [_panel(row) for row in rows.itertuples()],
            "label": [_day(row) for row in rows.itertuples()],
            "value": off,
            "low": (rows["low"] - rows["value"]) / 1000,
            "high": (rows["high"] - rows["value"]) / 1000,
            "text": [_("cannot be dated") if d != d else ("+" if d > 0 else "") + number(d, 0) for d in off],
            "highlight": rows["reading"] == NO_FIT,
            "id": rows["id"],
        }
    )
    return figures.bundle(
        "08_votes_difference", "forest", data, **_difference_words(rows, off), notebook=NOTEBOOK,
        sources=cited(tables.compared_rows(choices, "votes")),
        unit=_("Thousands of votes: official count less printed figure"), reference=0, reference_text=_("as printed"),
        interval=_("Thin bars: official counts that would have been printed so."),
    )  # fmt: skip


def _panel(row) -> str:
    if row.reading != PAIR:
        return line_name(row.party)
    return _("{line}: official count of {shown} together").format(line=line_name(row.party), shown=row.shown)


def _day(row) -> str:
    if row.reading == NO_ELECTION:
        return _("value {n}").format(n=row.id[-1])
    day = date(row.election)
    if row.election == UNFREE:
        return _("{day} (not free)").format(day=day)
    return _("{day} (Reich list)").format(day=day) if row.reading == LIST else day


def _difference_words(rows: pd.DataFrame, off: pd.Series) -> dict[str, str]:
    inside, outside = rows["inside"].sum(), rows[rows["reading"] == NO_FIT]
    title = _("{n} of {all} printed vote figures are the official count, rounded").format(
        n=number(inside), all=number(len(rows))
    )
    if off.isna().any():
        title = _("{n} of {all} printed vote figures cannot be dated").format(
            n=number(off.isna().sum()), all=number(len(rows))
        )
    pair = rows[rows["reading"] == PAIR]
    if len(pair):
        title += _("; {n} of them two parties added").format(n=number(len(pair)))
    gaps = [_("{line}, {day}: {gap} thousand").format(
        line=line_name(r.party), day=date(r.election), gap=number((r.official - r.value) / 1000, 0))
        for r in outside.itertuples()]  # fmt: skip
    words = _(" Outside: {listed}.").format(listed=joined(gaps)) if gaps else ""
    alt = _("Marks with bars by party and election, official less printed votes; from {low} to {high} thousand.")
    if (rows["election"] == UNFREE).any():
        words += _(" The election of March 1933 was not a free contest.")
    return {
        "title": title,
        "caption": _(
            "How far the official count lies from the printed figure. A mark inside its bar agrees with the printed "
            "digits."
        )
        + words,
        "alt": alt.format(low=number(off.min(), 0), high=number(off.max(), 0)) + words,
    }


# Seats --------------------------------------------------------------------------------------------------------------


def seats_printed(choices: Choices) -> Bundle:
    """Return bars of the printed seats of one election (the first, if all), the "five biggest parties" marked."""
    columns = model.seat_columns(model.printed(choices))
    start = min(columns) if choices.election == "all" else min(columns, key=lambda s: _apart(s, choices.election))
    column = columns[start][~columns[start]["party"].isin(["total", "other"])]
    column = column.sort_values("value", ascending=False, kind="stable", na_position="last")
    unread = ~column["readable"]
    texts = column["printed"].map(lambda p: _("“{p}” as printed").format(p=p)).where(unread, "")
    data = pd.DataFrame(
        {
            "label": column["party"].map(line_name),
            "value": column["value"].where(~unread, 0),
            "text": texts,
            "highlight": column["party"].isin(FIVE),
            "id": column["id"],
            "printed": column["printed"],
        }
    )
    return figures.bundle(
        "08_seats_printed", "bars", data, **_seats_words(column, start, bool(unread.any())), sources=cited(),
        notebook=NOTEBOOK, unit=_("Seats in the Reichstag, as printed"),
    )  # fmt: skip


def _apart(one: str, other: str) -> int:
    return abs((pd.Timestamp(one) - pd.Timestamp(other)).days)


def _seats_words(column: pd.DataFrame, start: str, unread: bool) -> dict[str, str]:
    bigger = larger_parties(column)
    if unread:
        title = _("One of the printed seat numbers of {day} cannot be read")
    elif len(bigger):
        title = _("{day}: {n} had more seats than the smallest of the “five biggest parties”")
    else:
        title = _("{day}: the “five biggest parties” have the most printed seats")
    title = title.format(day=date(start), n=counted(len(bigger), "other party", "other parties"))
    listed = joined([f"{line_name(r.party)} {r.printed}" for r in column.itertuples()])
    caption = _(
        "Printed seats by party on {day}. Coloured: the five lines of the table of votes, which the "
        "pamphlet heads “the five biggest parties”. “Other parties” are left out."
    ).format(day=date(start))
    if start[:4] == UNFREE[:4]:
        caption += _(" This election was not a free contest.")
    alt = _("Bars of the printed seats on {day}, largest first: {listed}.").format(day=date(start), listed=listed)
    return {"title": title, "caption": caption, "alt": alt}


#: Classes of the waffle, in its order: words of :data:`analysis.topics.reichstag.seat_rule.EXPLANATIONS` -> label.
CLASSES = (
    ((seat_rule.BY_RULE,), "explained by the votes alone"),
    ((seat_rule.CAPPED,), "by the cap: no more seats on the Reich list than below it"),
    ((seat_rule.RIVAL,), "fit another collected figure"),
    ((seat_rule.SHARED,), "shared a Reich list with others, as it seems"),
    ((seat_rule.CAP_POSSIBLE,), "may be capped; seats below the list not known"),
    ((seat_rule.UNEXPLAINED,), "not explained"),
)


def lists_explained(choices: Choices) -> Bundle:
    """Return a mark for every list (or party) with votes and official seats, by what explains the seats."""
    table = model.by_rule(choices)
    counts = seat_rule.counts(table)
    data = pd.DataFrame(
        [(_(label), sum(counts[w] for w in words), words[0]) for words, label in CLASSES],
        columns=["label", "value", "explanation"],
    )
    data = data[data["value"] > 0]
    listed = "; ".join(f"{number(r.value)} {r.label}" for r in data.itertuples())
    alt = _("One mark for each of {all}, by what explains its official seats: {listed}.")
    everything = units(int(data["value"].sum()), choices)
    return figures.bundle(
        "08_lists_explained", "waffle", data, title=_waffle_title(counts, everything, choices),
        caption=_(
            "Official seats of {all} in {days} against the rule of the law: one seat for {quota} votes, one more for a "
            "last remainder above {rest}. "
        ).format(
            all=everything, days=counted(table["election"].nunique(), "election", "elections"),
            quota=number(choices.quota), rest=number(choices.remainder_seat),
        ) + findings.say_quotas(choices),
        alt=alt.format(all=everything, listed=listed), sources=seat_rule.evidence(model.results(), table),
        unit=_("One mark is one list in one election.") if choices.apportion_by == "list" else (
            _("One mark is one party in one election.")
        ),
        notebook=NOTEBOOK,
    )  # fmt: skip


def _waffle_title(counts: dict[str, int], everything: str, choices: Choices) -> str:
    rest = sum(
        n for word, n in counts.items() if word not in (seat_rule.BY_RULE, seat_rule.CAPPED, seat_rule.NO_FIGURE)
    )
    text = (
        _("Votes alone explain the seats of {votes} of {all}")
        if not counts[seat_rule.CAPPED]
        else (_("Votes alone explain the seats of {votes} of {all}, the law's cap {cap} more; {rest} are left"))
    )
    return text.format(
        votes=number(counts[seat_rule.BY_RULE]), all=everything, cap=number(counts[seat_rule.CAPPED]), rest=number(rest)
    )


# Unemployment -------------------------------------------------------------------------------------------------------


def unemployed(choices: Choices) -> Bundle:
    """Return the register by year, its highest counts, one month's sum, and the largest printed figure as a line."""
    counts = unemployment.estimates(choices.unchecked)
    register = unemployment.registered(counts, YEARS[0], YEARS[1] - 1)
    averages = register[(register["series"] == unemployment.AVERAGES) & (register["sources"] == LINE_OF)]
    top, sums = unemployment.peaks(register), unemployment.together(counts)
    parts = [
        averages.assign(group=_("registered, average of the year"), x=averages["year"] + 0.5),
        _apart_marks(top.assign(group=_("highest count of a year"), x=[_place(s) for s in top["start"]])),
        *_ladder(sums),
    ]
    data = pd.concat(parts, ignore_index=True)
    data = data.assign(value=data["value"] / MILLION, verification=data["verification"].fillna(""))
    table = unemployment.compared(choices)
    printed = table[table["value"].notna()].nlargest(1, "value").iloc[0]
    columns = ["x", "group", "value", "verification", "id", "start"]
    return figures.bundle(
        "08_unemployed", "lines", data[columns], **_unemployed_words(averages, top, sums, printed, table, counts),
        sources=cited(averages, top, sums), unit=_("Millions of persons"), notebook=NOTEBOOK,
        x_limits=YEARS, limits=(0, 11), digits=1, reference=printed["value"] / MILLION,
        reference_text=_("printed: {n} million, year unknown").format(n=printed["printed"]),
    )  # fmt: skip


def _apart_marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return single counts with a gap after each, so that no line joins them."""
    gaps = rows.assign(value=float("nan"), x=rows["x"] + 0.01, id="")
    return pd.concat([rows, gaps]).sort_values("x", kind="stable")


def _ladder(sums: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the marks of one month above the registered: with the unregistered, and with short time."""
    if sums.empty:
        return []
    when = date(sums["start"].iloc[0])
    names = [_("with the unregistered, {when}"), _("and those on short time, {when}")]
    totals = sums["value"].cumsum()
    return [
        sums.iloc[[i]].assign(group=name.format(when=when), value=totals.iloc[i], x=_place(sums["start"].iloc[0]))
        for i, name in enumerate(names, 1)
    ]


def _place(start: str) -> float:
    """Return a date as a number of years: the middle of a year or month, the day itself."""
    year, month, day = (int(part) for part in (start + "-07-01"[len(start) - 4 :])[:10].split("-"))
    return year + (month - 1) / 12 + ((day - 1) / 365.25 if len(start) == 10 else 1 / 24 if len(start) == 7 else 0)


def _unemployed_words(averages, top, sums, printed, table, counts) -> dict[str, str]:
    n, highest = printed["printed"], top.loc[top["value"].idxmax()]
    title = _("Printed {n} million unemployed; the highest registered count is {register}")
    total = sums["value"].sum()
    if len(sums) and abs(total / printed["value"] - 1) < NEAR:
        title = _(
            "{n} million is near jobless and short-time workers together ({total}), not the register ({register})"
        )
    title = title.format(n=n, total=number(total / MILLION, 1), register=number(highest["value"] / MILLION, 1))
    by_year = joined([f"{r.year} {number(r.value / MILLION, 1)}" for r in averages.itertuples()])
    caption = _(
        "Line: registered unemployed, average of the year ({source}). Single marks: the highest count of a day or "
        "month collected, for years whose months of high unemployment were collected. The sum adds three counts of "
        "different people out of two texts and is nobody's estimate. "
    ).format(source=short_form(LINE_OF))
    alt = _("Averages of the register in million: {years}; highest count {top} in {when}; dashed line at {n} million.")
    return {
        "title": title,
        "caption": caption + findings.say_ten(table, counts),
        "alt": alt.format(
            years=by_year, top=number(highest["value"] / MILLION, 2), when=date(highest["start"]), n=n
        ),
    }  # fmt: skip


FIGURES = {
    "08_votes_difference": votes_difference,
    "08_seats_printed": seats_printed,
    "08_lists_explained": lists_explained,
    "08_unemployed": unemployed,
}
