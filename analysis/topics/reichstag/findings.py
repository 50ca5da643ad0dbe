"""Sentences on the German election tables, every one of them generated from the numbers it states."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from analysis.data.tables import load_corrections
from analysis.ledger.comparison import lineage_count
from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN
from analysis.text.words import _, date, joined, ngettext, number
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.apportionment import QUOTA
from analysis.topics.reichstag.elections import EDITIONS, NO_ELECTION, PAIR, election_days, official_results
from analysis.topics.reichstag.model import (
    FIVE,
    UNREADABLE,
    check_seat_sums,
    larger_parties,
    line_name,
    plain_agreement,
)
from analysis.topics.reichstag.unemployment import PROSE

#: How a printed figure may have been shortened, as a phrase of a sentence.
RULES = {"half_unit": "rounded to the nearest", "truncation": "with digits cut off", "ceiling": "always rounded up"}
#: At most so many lists are named in a sentence.
MOST_NAMES = 9
ABBREVIATION = re.compile(r"\(([A-ZÄÖÜ][A-Za-zÄÖÜäöü/]*)\)$")


def findings(
    printed: pd.DataFrame,
    as_printed: pd.DataFrame,
    compared: pd.DataFrame,
    by_rule: pd.DataFrame,
    results: pd.DataFrame,
    *,
    rule: str = "half_unit",
    level: str = "list",
    quota: int = QUOTA,
) -> list[str]:
    """Return what the notebook finds, the pamphlet's own tables first.

    Parameters
    ----------
    printed, as_printed : pandas.DataFrame
        Outputs of :func:`analysis.topics.reichstag.model.read`: in the reading chosen, and without corrections.
    compared : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.model.compare`.
    by_rule : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.seat_rule.compare_all`.
    results : pandas.DataFrame
        ``reichstag_results``, checked rows.
    rule : str
        Key of :data:`RULES`: how the printed figures were read.
    level, quota
        As for :func:`analysis.topics.reichstag.seat_rule.compare_seats`.

    Returns
    -------
    list of str
        One finding each; empty ones are left out.
    """
    found = [
        say_header(printed, results),
        say_sums(as_printed, printed),
        say_days(as_printed, results),
        say_five(printed),
        say_votes(compared, rule),
        say_added(compared),
        say_text(compared),
        say_seats(compared),
        say_rule(by_rule, level, quota),
        say_exceptions(by_rule),
    ]
    return [sentence for sentence in found if sentence]


def counted(n: int, one: str, many: str) -> str:
    """Return a number with its noun: "1 figure", "3 figures"."""
    return f"{number(n)} {ngettext(one, many, n)}"


def say_header(printed: pd.DataFrame, results: pd.DataFrame) -> str:
    """Say what the header of the table of votes prints, and which of its years had no election collected."""
    rows = printed[printed["table"] == "german_votes"]
    years = rows.loc[rows["measure"] == "header_year", "printed"]
    days, values = (rows["measure"] == "header_date").sum(), rows["column_index"][rows["party"] == FIVE[0]].nunique()
    known = {day[:4] for day in election_days(results)}
    without = sorted(set(years) - known)
    text = _("The table of votes prints {years} and {days} above {values} in each line")
    text = text.format(
        years=counted(len(years), "year", "years"),
        days=counted(days, "day", "days"),
        values=counted(values, "value", "values"),
    )
    if without:
        text += _("; in {none} no Reichstag election is collected").format(none=joined(without))
    dated = (rows.loc[rows["measure"] == "votes", "start"] != "").all()
    return text + (
        _(". Here its values are read in the order of the table of seats.")
        if dated
        else _(". As printed, none of its values can be dated.")
    )


def say_sums(as_printed: pd.DataFrame, printed: pd.DataFrame) -> str:
    """Say in how many columns the printed seats add up to the printed total, as printed and as read here."""
    checks, read = check_seat_sums(as_printed), check_seat_sums(printed)
    exact, corrected = (sum(c.verdict == EXACT for c in found.values()) for found in (checks, read))
    text = _("In {n} of {all} columns of the table of seats the lines add up to the printed total.")
    text = text.format(n=number(exact), all=number(len(checks)))
    unread = [c.working for c in checks.values() if c.verdict == NOT_TESTABLE]
    wrong = [c.working for c in checks.values() if c.verdict == CONTRADICTION]
    parts = [text, *(_("One cannot be tested: {why}").format(why=w) for w in unread), *wrong]
    if corrected != exact:
        parts.append(_("With the misprint read as corrected, {n} do.").format(n=number(corrected)))
    return " ".join(parts)


def say_days(printed: pd.DataFrame, results: pd.DataFrame) -> str:
    """Say which printed days were no Sundays, and on which weekday the elections collected were held."""
    off = printed[printed["measure"].isin(["header_date", "date"]) & (printed["start"].str.len() == 10)]
    off = sorted({start for start in off["start"] if pd.Timestamp(start).day_name() != "Sunday"})
    days = election_days(results)
    sundays = sum(pd.Timestamp(day).day_name() == "Sunday" for day in days)
    text = _("Of the {all} collected, {n} were held on a Sunday").format(
        all=counted(len(days), "election", "elections"), n=_("all") if sundays == len(days) else number(sundays)
    )
    if not off:
        return text + _("; so were those that the pamphlet dates.")
    named = joined([_("{date}, a {weekday}").format(date=date(d), weekday=_(pd.Timestamp(d).day_name())) for d in off])
    nearest = [min(days, key=lambda day, d=d: abs((pd.Timestamp(day) - pd.Timestamp(d)).days)) for d in off]
    return text + _("; the pamphlet prints {named}. The election was held on {day}.").format(
        named=named, day=joined([date(day) for day in nearest])
    )


def say_votes(compared: pd.DataFrame, rule: str = "half_unit") -> str:
    """Say how many printed votes are the official ones, within the bounds, only otherwise shortened, or not."""
    rows = compared[compared["measure"] == "votes"]
    if rows.empty:
        return ""
    undated = (rows["reading"] == NO_ELECTION).sum()
    if undated:
        text = _("{n} of the {all} printed vote figures cannot be set beside a result, because they cannot be dated.")
        return text.format(n=number(undated), all=number(len(rows)))
    own = plain_agreement(rows)
    cut = rows[rows["verdict"].isin([WITHIN, TRUNCATED]) & ~own & (rows["found"] == rows["party"])]
    text = _("Of {all}, {n} the official count of the party, {how}").format(
        all=counted(len(rows), "printed vote figure", "printed vote figures"),
        n=_counted(own.sum(), "gives", "give"),
        how=_(RULES[rule]),
    )
    if len(cut):
        named = "; ".join(
            [
                _("{printed} for {official}").format(printed=row.printed, official=number(row.official))
                for row in cut.itertuples()
            ]
        )
        text += _("; {n} only if shortened in another way ({named})").format(n=number(len(cut)), named=named)
    return text + "."


def _counted(n: int, one: str, many: str) -> str:
    """Return a number with its verb, or "none" with it."""
    return f"{number(n) if n else _('none')} {ngettext(one, many, n or 1)}"


def say_added(compared: pd.DataFrame) -> str:
    """Say which line of votes fits only if a second party is added."""
    rows = compared[(compared["measure"] == "votes") & (compared["reading"] == PAIR)]
    if rows.empty:
        return ""
    text = _("The line {line} gives the votes of {shown} together ({n}); the table of seats lists the two apart.")
    return text.format(
        line=line_name(rows["party"].iloc[0]), shown=rows["shown"].iloc[0], n=counted(len(rows), "figure", "figures")
    )


def say_text(compared: pd.DataFrame) -> str:
    """Say how the votes given in the text compare, and in which other election the figure would fit."""
    rows = compared[(compared["table"] == "text") & (compared["measure"] == "votes")]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    text = _(
        "The text puts the votes of the {line} in March 1933 at {printed} millions; the official count is {official}"
    )
    text = text.format(line=line_name(row["party"]), printed=row["printed"], official=number(row["official"]))
    if row["low"] <= row["official"] <= row["high"]:
        return text + _(", within the bounds of the printed figure.")
    if row["elsewhere"]:
        when = joined([date(day) for day in row["elsewhere"]])
        text += _(". The printed figure would fit the result of {when}").format(when=when)
    return text + "."


def say_seats(compared: pd.DataFrame) -> str:
    """Say how many printed seats are the official ones, and name those that are not."""
    rows = compared[(compared["measure"] == "seats") & (compared["election"] != "")]
    if rows.empty:
        return ""
    unread, equal = rows["reading"] == UNREADABLE, rows["verdict"] == EXACT
    unknown = ~unread & rows["official"].isna()
    text = _("Of {all}, {n} the official number").format(
        all=counted(len(rows), "printed number of seats", "printed numbers of seats"),
        n=_counted(equal.sum(), "is", "are"),
    )
    off = rows[~equal & ~unread & ~unknown]
    if len(off):
        named = "; ".join(
            [
                _("{line}, {day}: {printed} printed, {official} official").format(
                    line=line_name(r.party), day=date(r.election), printed=r.printed, official=number(r.official)
                )
                for r in off.itertuples()
            ]
        )
        text += _("; {n} not ({named})").format(n=_counted(len(off), "is", "are"), named=named)
    if unread.any():
        text += _("; {n} cannot be read").format(n=number(unread.sum()))
    if unknown.any():
        text += _("; for {n} no official figure is collected").format(n=number(unknown.sum()))
    return text + "."


def say_five(printed: pd.DataFrame) -> str:
    """Say in which elections a party outside the five lines has more printed seats than one of the five."""
    seats = printed[(printed["table"] == "german_seats") & (printed["measure"] == "seats")]
    found = []
    for start, column in seats.groupby("start", sort=True):
        bigger, five = larger_parties(column), column[column["party"].isin(FIVE)]
        if len(bigger) and five["readable"].all():
            least = five.loc[five["value"].idxmin()]
            found.append(
                _("on {day}, {n} had more seats than the {least} ({seats})").format(
                    day=date(start),
                    n=counted(len(bigger), "other party", "other parties"),
                    least=line_name(least["party"]),
                    seats=number(least["value"]),
                )
            )
    if not found:
        return _("In every election that can be tested the five lines of the table of votes are the five largest.")
    return _("The table of votes is headed “the five biggest parties”. By the printed seats, {found}.").format(
        found=joined(found)
    )


def units(n: int, level: str) -> str:
    """Return "3 lists" or "3 parties"."""
    return counted(n, "list", "lists") if level == "list" else counted(n, "party", "parties")


def say_rule(by_rule: pd.DataFrame, level: str = "list", quota: int = QUOTA) -> str:
    """Say how many lists the seat rule gives, and where its cap binds."""
    n = by_rule["explanation"].value_counts()
    text = _(
        "With {quota} votes for a seat, the rule applied to the official votes of {all} in {days} gives the "
        "official seats of {n}"
    )
    text = text.format(
        quota=number(quota),
        all=units(len(by_rule), level),
        days=counted(by_rule["election"].nunique(), "election", "elections"),
        n=number(n.get(seat_rule.BY_RULE, 0)),
    )
    capped = by_rule[by_rule["explanation"] == seat_rule.CAPPED]
    if len(capped):
        seated = capped[capped["official"] > 0]
        without, named = len(capped) - len(seated), [_named(seated)] if len(seated) else []
        if without:
            named = [_("{n} that won no seat below").format(n=number(without)), *named]
        text += _("; of {n} more with its cap: {named}").format(n=number(len(capped)), named="; ".join(named))
    return text + "."


def say_exceptions(by_rule: pd.DataFrame) -> str:
    """Name the lists that the rule does not give, by what may explain them."""
    words: dict[str, Callable[[], str]] = {
        seat_rule.RIVAL: lambda: _("fit with another collected figure"),
        seat_rule.SHARED: lambda: _("won more on a Reich list than below it, so they shared one"),
        seat_rule.CAP_POSSIBLE: lambda: _("may be capped, which is not known"),
        seat_rule.UNEXPLAINED: lambda: _("cannot be explained"),
    }
    parts = []
    for explanation, verb in words.items():
        rows = by_rule[by_rule["explanation"] == explanation]
        if len(rows):
            parts.append(_("{n} {verb}: {named}").format(n=number(len(rows)), verb=verb(), named=_named(rows)))
    return _("Of those left, {parts}.").format(parts="; ".join(parts)) if parts else ""


def _named(rows: pd.DataFrame) -> str:
    when = rows["election"].str[:7].map(date).groupby(rows["label"].map(short_name), sort=False)
    names = [f"{name} ({', '.join(dates)})" for name, dates in when]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], _("{n} others").format(n=number(len(names) - MOST_NAMES + 1))]
    return joined(names)


def short_name(label: str) -> str:
    """Return the abbreviation that a label ends with, or the label."""
    found = ABBREVIATION.search(label)
    return found[1] if found else label


def say_readings() -> str:
    """Say how the misprinted cells of the two tables are read, from ``corrections.csv``."""
    rows = load_corrections()
    rows = rows[rows["id"].str.startswith("german-")]
    read = rows[rows["action"] == "read_as"]
    moved = rows[(rows["action"] == "redate") & rows["id"].str.startswith("german-seats-header")]
    votes = rows[(rows["action"] == "redate") & rows["id"].str.startswith("german-votes")]
    parts = [_("“{printed}” is read as {value}").format(printed=r.expect, value=r.value) for r in read.itertuples()]
    parts += [_("“{printed}” as {day}").format(printed=r.expect, day=date(r.value)) for r in moved.itertuples()]
    parts.append(
        _("the {n} values of votes in the order of {days}").format(
            n=number(len(votes)), days=joined([date(day) for day in sorted(votes["value"].unique())])
        )
    )
    return _("The printed cells stay as they are. As corrected, {parts}.").format(parts=joined(parts))


def say_running_text(as_printed: pd.DataFrame, jobless: pd.DataFrame) -> str:
    """Say what the running text adds to the two tables."""
    cells = as_printed.set_index("id")["printed"]
    limit = jobless.set_index("id")["printed"][PROSE]
    return _(
        "The running text adds that Germany had an unemployment of “{limit}”, and that the Communists won {votes} "
        "million votes and {seats} seats in March 1933."
    ).format(limit=limit, votes=cells["kpd-1933-votes"], seats=cells["kpd-1933-seats"])


def say_law(results: pd.DataFrame) -> str:
    """Say what the electoral law gave, with the figures collected."""
    rows = results[results["party_kind"] == "rule"].drop_duplicates("measure").set_index("measure")
    return _(
        "The law gave one seat for {quota} votes. Districts and groups of districts handed out seats for full "
        "quotas. What was left was added up on the Reich list to which the district lists belonged: one seat for "
        "{quota}, and one more for a last remainder above {remainder}. A Reich list could not add more seats than "
        "had been won below it. So the votes of a Reich list say how many seats it should have had."
    ).format(
        quota=number(rows.at["votes_per_seat", "value"]), remainder=number(rows.at["remainder_for_a_seat", "value"])
    )


def say_course(results: pd.DataFrame, edition: str) -> str:
    """Say how the official votes of Communists and Social Democrats went through the printed elections."""
    days = [day for day in election_days(results) if "1928" <= day < "1933"]
    parts = [official_results(results, day, prefer=EDITIONS[edition]).assign(day=day) for day in days]
    wide = pd.concat(parts).pivot(index="day", columns="party", values="votes")
    found = [_("{party}: {course}").format(party=line_name(p), course=_course(wide[p])) for p in ("kpd", "spd")]
    return _("Official votes at the {n} elections from {first} to {last}: {found}.").format(
        n=number(len(days)), first=date(days[0][:7]), last=date(days[-1][:7]), found="; ".join(found)
    )


def _course(votes: pd.Series) -> str:
    steps = votes.diff().dropna()
    word = (
        _("more at every step")
        if (steps > 0).all()
        else _("fewer at every step")
        if (steps < 0).all()
        else _("up and down")
    )
    return _("{word} ({list} millions)").format(word=word, list=", ".join(number(v / 1e6, 2) for v in votes))


def say_summary(compared: pd.DataFrame) -> str:
    """Say how many of all printed figures that can be set beside the count are the official ones."""
    rows = compared[(compared["election"] != "") & (compared["reading"] != UNREADABLE) & compared["official"].notna()]
    inside = rows["official"].between(rows["low"], rows["high"])
    own = plain_agreement(rows)
    return _(
        "Of {all} that can be set beside the official count, {n} agree with it: {own} with the party of the line, "
        "{other} with a party of another name or with two parties added."
    ).format(
        all=counted(len(rows), "printed figure", "printed figures"),
        n=number(inside.sum()),
        own=number(own.sum()),
        other=number((inside & ~own).sum()),
    )


def say_lineages(results: pd.DataFrame) -> str:
    """Say from how many lineages the official figures come, and how many have rivals."""
    rows = results[results["measure"].isin(["votes", "seats"])]
    disputed = rows[rows["disputed"]].drop_duplicates(["election", "party", "measure"])
    text = _(
        "The {n} official figures of votes and seats collected come from {lineages}: copies and compilations of "
        "one count agree because they descend from it. For {rivals} of a party in an election rival figures are "
        "collected; the parameter edition decides which is preferred."
    )
    return text.format(
        n=number(len(rows)),
        lineages=counted(lineage_count(rows), "lineage", "lineages"),
        rivals=counted(len(disputed), "figure", "figures"),
    )


def cannot_say() -> list[str]:
    """Return what these figures cannot show, whatever the parameters."""
    return [
        _("Votes by party say nothing about individuals: no table here shows who moved from which party to which."),
        _(
            "A handful of elections carries no correlation. Votes and unemployment are shown side by side; no "
            "coefficient is computed."
        ),
        _("Seats follow votes by the rule of the law; they are no second measure of support."),
        _(
            "The pamphlet itself says that Communists were being imprisoned and killed when the election of March 1933 "
            "was held; its figures are not those of a free contest."
        ),
    ]


def changed(before: dict[str, Check], after: dict[str, Check]) -> dict[str, Check]:
    """Return the checks of the second reading that the first has under another verdict, or not at all."""
    return {name: c for name, c in after.items() if name not in before or before[name].verdict != c.verdict}
