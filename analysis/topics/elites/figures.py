"""Figures, tables and checks of the notebook on Old Bolsheviks and office holders."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd

from analysis.data import tables
from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger import comparison
from analysis.numbers import proportions
from analysis.numbers.arithmetic import Check, check_difference, check_share, check_sum
from analysis.numbers.printed import Printed, parse
from analysis.text.words import _, bounds, number, percent
from analysis.text.words import date as written
from analysis.topics.elites.model import (
    DEFINITIONS,
    MEMBERS_OF,
    OUTCOMES,
    Choices,
    break_even,
    collected,
    death_range,
    left_for_other_reasons,
    membership,
    printed,
    prose,
    seniority,
    seniority_finding,
    span_text,
    stock_rows_of_1917,
    stocks,
)
from analysis.topics.elites.risks import comparable, moscow_finding, risks, sample_interval, share_text, years_text
from analysis.topics.purges.checks import belyi_positions

NOTEBOOK = "03_old_bolsheviks_and_elites"
NOT_REPRESSION = "Expulsion from the party is not arrest, conviction or death."
#: Published counts that are tested against one another, by a short name.
PUBLISHED = {
    "delegates": "delegates-1934-group-size-1934-01-khrushchev",
    "voting": "delegates-1934-voting-group-size-1934-01-gse",
    "advisory": "delegates-1934-advisory-group-size-1934-01-gse",
    "voting_rival": "delegates-1934-voting-group-size-1934-01-encyclopedia",
    "advisory_rival": "delegates-1934-advisory-group-size-1934-01-encyclopedia",
    "cc": "central-committee-1934-group-size-1934-02-khrushchev",
    "cc_members": "central-committee-1934-members-group-size-1934-02-conquest",
    "cc_candidates": "central-committee-1934-candidates-group-size-1934-02-conquest",
    "gone_members": "central-committee-1934-members-exposure-not-reelected-1939-03-conquest",
    "gone_candidates": "central-committee-1934-candidates-exposure-not-reelected-1939-03-conquest",
    "stayed": "central-committee-1934-exposure-reelected-1939-03-encyclopedia",
    "again": "delegates-1934-exposure-reappeared-1939-03-conquest",
    "again_others": "delegates-1934-rank-and-file-exposure-reappeared-1939-03-conquest",
}


def printed_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the pamphlet prints on Old Bolsheviks and office holders, and the rows for footnotes."""
    rows = prose(choices)
    wanted = rows["id"].str.startswith(("old-bolsheviks-", "smolensk-1935-", "belyi-1937-"))
    wanted |= rows["id"].isin(["expelled-1937-leading-percent", "expelled-other-screenings-base-percent"])
    rows = rows[wanted & ~rows["id"].str.endswith("-again")]
    words = tables.load_pamphlet("claims").set_index("claim")["statement"]
    shown = pd.DataFrame({
        _("What is stated"): [words[i] for i in rows["id"]],
        _("As printed"): rows["printed"].to_list(),
        _("Note"): rows["footnote"].to_list(),
    })  # fmt: skip
    return shown, rows


def stock_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the change of the stock under each definition, all causes, and the rows for footnotes."""
    lines = []
    for name, stock in stocks(choices).iterrows():
        left, rate = left_for_other_reasons(stock, 0.0), break_even(stock)
        lines.append({
            _("Who is counted"): stock["label"],
            _("First date"): written(stock["first"]),
            _("Persons then"): bounds(stock["first_low"], stock["first_high"]),
            _("Last date"): written(stock["last"]),
            _("Persons left"): bounds(stock["last_low"], stock["last_high"]),
            _("Decrease, per cent"): bounds(100 * left["share_low"], 100 * left["share_high"], digits=1),
            _("Deaths a year per 1,000 that would explain all of it"): bounds(rate[0], rate[1], digits=1),
            _("Marked"): _("chosen") if name == choices.definition else "",
        })  # fmt: skip
    return pd.DataFrame(lines), pd.concat([_stock_rows(choices, name) for name in DEFINITIONS], ignore_index=True)


def _stock_rows(choices: Choices, definition: str) -> pd.DataFrame:
    columns = ["sources", "locator", "original_source"]
    if definition == "not_stated":
        return prose(choices).loc[["old-bolsheviks-1934-members", "old-bolsheviks-1939-members"], columns]
    return pd.DataFrame(list(stock_rows_of_1917(choices)))[columns]


def printed_checks(choices: Choices) -> dict[str, Check]:
    """Return the printed figures on Old Bolsheviks and office holders, tested against one another."""
    text = printed(choices)
    decrease, first = text["old-bolsheviks-1934-1939-decrease"], text["old-bolsheviks-1934-members"]
    return {
        _("Old Bolsheviks: the decrease"): check_difference(first, text["old-bolsheviks-1939-members"], decrease),
        _("Old Bolsheviks: the decrease in per cent"): check_share(
            decrease, first, text["old-bolsheviks-1934-1939-decrease-percent"]
        ),
        _("Smolensk 1935: expelled who had joined in 1929\N{EN DASH}32"): check_share(
            text["smolensk-1935-expelled-joined-1929-1932"],
            text["smolensk-1935-expelled"],
            text["smolensk-1935-not-old-share"],
        ),
        _("Smolensk 1935: average years of joining, removed less new secretaries"): check_difference(
            text["smolensk-1935-removed-secretaries-joined"],
            text["smolensk-1935-new-secretaries-joined"],
            text["smolensk-1935-secretaries-difference"],
            show=_year,
        ),
        _("Belyi 1937: list of offices against the number stated"): check_sum(
            belyi_positions(text), text["belyi-1937-expelled-leading"]
        ),
        _("Belyi 1937: leading persons among the expelled, against “around 80” for the whole party"): check_share(
            text["belyi-1937-expelled-leading"], text["belyi-1937-expelled"], text["expelled-1937-leading-percent"]
        ),
    }


def _year(x: float) -> str:
    # No separator of thousands in a year.
    return f"{x:g}"


def _persons(count: float) -> Printed:
    return parse(f"{count:.0f}", whole=True)


def published_checks(choices: Choices) -> dict[str, Check]:
    """Return published counts of delegates and Central Committee, tested against one another."""
    rows = collected(choices).set_index("id")
    count = {short: _persons(rows.loc[f"elite-{name}", "value"]) for short, name in PUBLISHED.items()}
    members = comparison.select(membership(choices), start="1939-03-10", measure="members", sources="schwarz_1952")
    late = rows.loc["elite-party-stock-share-joined-by-1917-1939-03-schwarz"]
    return {
        _("Delegates of 1934: two kinds of vote (encyclopedia)"): check_sum(
            [count["voting"], count["advisory"]], count["delegates"]
        ),
        _("Delegates of 1934: two kinds of vote (rival figures)"): check_sum(
            [count["voting_rival"], count["advisory_rival"]], count["delegates"]
        ),
        _("Central Committee of 1934: members and candidates"): check_sum(
            [count["cc_members"], count["cc_candidates"]], count["cc"]
        ),
        _("Central Committee of 1934: not elected again, and elected again"): check_sum(
            [count["gone_members"], count["gone_candidates"], count["stayed"]], count["cc"]
        ),
        _("Delegates again in 1939: of the old Central Committee, and others"): check_sum(
            [count["stayed"], count["again_others"]], count["again"]
        ),
        _("Joined by 1917, in the party of 1939: number and share"): check_share(
            _persons(stock_rows_of_1917(choices)[1]["value"]),
            _persons(members["value"].iloc[0]),
            parse(f"{late['given']:g}", Fraction(1, 100)),
        ),
    }


def risk_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all risks with matched group and outcome, by outcome and years, and their rows."""
    order = {name: i for i, name in enumerate(OUTCOMES)}
    rows = risks(choices)
    rows = rows.assign(rank=rows["outcome"].map(order)).sort_values(["rank", "start", "end"], kind="stable")
    marked = MEMBERS_OF.get(choices.group, ())
    shown = pd.DataFrame({
        _("Outcome"): [_(OUTCOMES[o]) for o in rows["outcome"]],
        _("Years"): [years_text(r) for _i, r in rows.iterrows()],
        _("Group"): rows["label"].to_list(),
        _("Persons with the outcome"): [share_text(r) for _i, r in rows.iterrows()],
        _("From"): [_(k) for k in rows["kind"]],
        _("Remark"): rows["note"].to_list(),
    })  # fmt: skip
    if marked:
        shown[_("Marked")] = [_("chosen") if g in marked else "" for g in rows["group"]]
    return shown, rows


def interval_table(choices: Choices) -> pd.DataFrame:
    """Return the interval of the one sampling question under both methods and three degrees of confidence."""
    lines = []
    for method in proportions.METHODS:
        for confidence in sorted({0.9, 0.95, 0.99, choices.confidence}):
            found = sample_interval(choices, confidence=confidence, method=method)
            lines.append({
                _("Method"): method.replace("_", "-").title(),
                _("Confidence"): percent(100 * confidence, None),
                _("Interval, per cent"): bounds(100 * found["low"], 100 * found["high"], digits=1),
            })  # fmt: skip
    return pd.DataFrame(lines)


def bound_table(choices: Choices) -> pd.DataFrame:
    """Return how many left for other reasons, by definition and presumed rate of natural deaths."""
    lines = []
    for name in DEFINITIONS:
        changed = choices.but(definition=name)
        stock = stocks(changed).loc[name]
        for rate in death_range(changed)["deaths_per_1000"][::2]:
            left = left_for_other_reasons(stock, rate)
            lines.append({
                _("Who is counted"): stock["label"],
                _("From"): written(stock["first"]),
                _("To"): written(stock["last"]),
                _("Natural deaths a year per 1,000 (presumed)"): number(rate, 1),
                _("Left for other reasons, persons"): span_text(left["low"], left["high"], 0),
                _("At most, per cent of the first number"): number(100 * left["share_high"], 1),
            })  # fmt: skip
    return pd.DataFrame(lines)


# Figures --------------------------------------------------------------------------------------------------------------


def death_figure(choices: Choices) -> Bundle:
    """Return the part of the decrease that is left for other reasons, over every rate of natural deaths."""
    table, stock = death_range(choices), stocks(choices).loc[choices.definition]
    names = {"high": _("if all left on the first day"), "low": _("if all left on the last day")}
    data = pd.concat(
        [table.assign(label=words, group=words, x=table["deaths_per_1000"], value=table[end])
         for end, words in names.items()]
    )[["label", "group", "x", "value"]]  # fmt: skip
    top = break_even(stock)[1]
    ends = left_for_other_reasons(stock, 0.0)
    fall = span_text(ends["decrease_low"], ends["decrease_high"], 0)
    title = _("How much of the decrease ({n} persons) was natural death hangs on a rate that is not known").format(
        n=fall
    )
    caption = _(
        "Persons who left the group for other reasons than natural death, {first} to {last}, under every presumed "
        "rate up to {top} a year per 1,000, which explains all. Group: {who}. The truth lies between the lines if "
        "nobody joined the group. Rate chosen: {d}."
    ).format(
        first=written(stock["first"]), last=written(stock["last"]), top=number(top, 1), who=stock["label"],
        d=number(choices.deaths_per_1000),
    )  # fmt: skip
    alt = _("Two falling lines, from {n} persons at no natural deaths to none at {top} a year per 1,000.").format(
        n=fall, top=number(top, 1)
    )
    return figures.bundle(
        "03_natural_deaths", "lines", data, title=title, caption=caption, alt=alt,
        sources=_stock_rows(choices, choices.definition), unit=_("persons who left for other reasons"),
        x_unit=_("presumed natural deaths a year per 1,000"), notebook=NOTEBOOK, digits=0,
        inside_note=_("A change of numbers from all causes; no risk of expulsion, arrest or death."),
    )  # fmt: skip


def seniority_figure(choices: Choices) -> Bundle:
    """Return the shares of the delegates of 1934 and 1939 by year of joining."""
    rows = seniority(choices)
    data = pd.DataFrame({
        "label": [_("Joined {when}").format(when=_(j)) for j in rows["joined"]],
        "group": rows["congress"],
        "value": 100 * rows["value"],
        "text": [percent(100 * v) for v in rows["value"]],
        "verification": rows["verification"],
    })  # fmt: skip
    ends = rows[rows["outcome"] == "joined_before_1917"].set_index("congress")["value"]
    title = _("Delegates who had joined before 1917: {a} in 1934, {b} in 1939").format(
        a=percent(100 * ends["1934"]), b=percent(100 * ends["1939"])
    )
    caption = _(
        "Shares of all delegates of each congress. “By 1919” includes the earlier years. The two congresses are "
        "different persons, so a fall is no risk."
    )
    return figures.bundle(
        "03_delegates_by_seniority", "pairs", data, title=title, caption=caption,
        alt=_("Pairs of dots. {finding}").format(finding=seniority_finding(choices)), sources=rows,
        unit=_("per cent of the delegates"), notebook=NOTEBOOK, limits=(0.0, 100.0),
        inside_note=_("Who was sent to a congress, not what became of those who were not."),
    )  # fmt: skip


def risk_figure(choices: Choices) -> Bundle:
    """Return the share with the chosen outcome in the groups that may be compared.

    Raises
    ------
    ValueError
        If nothing was collected on the outcome.
    """
    rows, what = comparable(choices), _(OUTCOMES[choices.outcome])
    scaled = {c: 100 * rows[c] for c in ("share", "low", "high")}
    data = pd.DataFrame({
        "label": rows["label"],
        "value": scaled["share"],
        "low": scaled["low"],
        "high": scaled["high"],
        "text": [share_text(r) for _i, r in rows.iterrows()],
        "highlight": rows["group"].isin(MEMBERS_OF.get(choices.group, ())),
        "verification": rows["verification"],
    })  # fmt: skip
    told = "; ".join(f"{r['label']}: {share_text(r)}" for _i, r in rows.iterrows())
    caption = _(
        "Only groups for which the same outcome was counted for the same years. Complete counts, so no confidence "
        "intervals; thin bars are bounds where the exact share is not known."
    )
    expelled = choices.outcome.startswith("expelled")
    note = _(NOT_REPRESSION) if expelled else _("Not expulsion from the party: another outcome, counted elsewhere.")
    return figures.bundle(
        "03_shares_by_group", "dots", data, title=_risk_title(rows, choices), caption=caption,
        alt=_("Dot plot of shares: {list}.").format(list=told), sources=rows,
        unit=_("per cent of the group: {what}").format(what=what), notebook=NOTEBOOK, limits=(0.0, 100.0),
        inside_note=note, interval=_("Thin bars: bounds, no confidence intervals."),
    )  # fmt: skip


def _risk_title(rows: pd.DataFrame, choices: Choices) -> str:
    top = rows.loc[rows["share"].fillna(rows["low"]).idxmax()]
    words = (
        _("{group}: {share} {what}, {years}")
        if len(rows) > 1
        else _("{group}: {share} {what}, {years}; no group to compare")
    )
    return words.format(
        group=top["label"],
        share=share_text(top),
        what=_(OUTCOMES[choices.outcome]).split(" (")[0],
        years=years_text(top),
    )


def moscow_figure(choices: Choices) -> Bundle:
    """Return the three readings of the 38 among the participants of 1917 in Moscow."""
    table, found = risks(choices).set_index("group"), sample_interval(choices)
    traced, everyone = table.loc["moscow_traced"], table.loc["moscow_1917"]
    labels = [
        _("The {n} who could be followed: a count").format(n=number(traced["exposed"])),
        _("All {n}: the others none or all").format(n=number(everyone["exposed"])),
        _("If the {n} were a random sample of many of their like").format(n=number(traced["exposed"])),
    ]
    data = pd.DataFrame({
        "label": labels,
        "value": [100 * traced["share"], math.nan, 100 * found["share"]],
        "low": [math.nan, 100 * everyone["low"], 100 * found["low"]],
        "high": [math.nan, 100 * everyone["high"], 100 * found["high"]],
    })  # fmt: skip
    title = _("{share} of the followed participants of 1917 in Moscow were expelled or tried in 1937")
    caption = _(
        "First row: a count without error of sampling. Second: bounds from missing lives. Third: {method} interval, "
        "{confidence} confidence, on a supposition that the text does not support."
    ).format(method=choices.method.replace("_", "-").title(), confidence=percent(100 * choices.confidence, None))
    return figures.bundle(
        "03_moscow_1917", "dots", data, title=title.format(share=percent(100 * traced["share"])), caption=caption,
        alt=_("Dot plot in three rows. {finding}").format(finding=moscow_finding(choices)),
        sources=prose(choices).loc[["old-bolsheviks-moscow-traced"]],
        unit=_("per cent expelled or put on trial in 1937"), notebook=NOTEBOOK, limits=(0.0, 100.0), digits=1,
        inside_note=_("Expelled and tried are counted together. Expulsion is not arrest, conviction or death."),
        interval=_("Thin bars: bounds in the second row, interval in the third."),
    )  # fmt: skip


def belyi_figure(choices: Choices) -> Bundle:
    """Return the printed list of office holders expelled in Belyi, a bar an office."""
    rows = prose(choices)
    stated = rows.loc["belyi-1937-expelled-leading", "value"]
    rows = rows[rows["id"].str.startswith("belyi-1937-expelled-") & (rows["id"] != "belyi-1937-expelled-leading")]
    words = tables.load_pamphlet("claims").set_index("claim")["statement"]
    data = pd.DataFrame({
        "label": [_office(words[i]) for i in rows["id"]],
        "value": rows["value"].to_list(),
    }).sort_values("value", ascending=False, kind="stable")  # fmt: skip
    total = data["value"].sum()
    title = (
        _("Belyi: the list of the expelled names {n} holders of offices, the text says {stated}")
        if total != stated
        else _("Belyi: the list of the expelled names {n} holders of offices, as stated")
    )
    return figures.bundle(
        "03_belyi_offices", "bars", data, title=title.format(n=number(total), stated=number(stated)),
        caption=_(
            "Offices of those expelled in the district of Belyi in 1937, as listed; an office named without a number "
            "counts as one person. How many held such offices is not printed, so no risk follows."
        ),
        alt=_("Bar chart of {n} persons by office: {list}.").format(
            n=number(total), list="; ".join(f"{r.label} {number(r.value)}" for r in data.itertuples())
        ),
        sources=rows, unit=_("persons expelled in 1937"), inside_note=_(NOT_REPRESSION), notebook=NOTEBOOK,
    )  # fmt: skip


def _office(statement: str) -> str:
    office = statement.split(":")[-1].strip().rstrip(".")
    return office[:1].upper() + office[1:]
