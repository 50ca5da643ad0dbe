"""Sentences of the notebook on the German elections, every one of them generated from the numbers it states."""

from __future__ import annotations

import pandas as pd

from analysis.data.tables import load_corrections
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE
from analysis.text.words import _, as_printed, date, joined, ngettext, number, percent
from analysis.topics.reichstag import model, seat_rule, unemployment
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.elections import (
    EDITIONS,
    LIST,
    NO_ELECTION,
    NO_FIT,
    PAIR,
    election_days,
    official_results,
)
from analysis.topics.reichstag.model import (
    FIVE,
    UNFREE,
    UNREADABLE,
    larger_parties,
    line_name,
    plain_agreement,
    short_name,
)

MILLION = 1e6
#: Two figures are called near where they differ by less than this (a share of 1).
NEAR = 0.1
#: How a printed figure may have been shortened, as a phrase of a sentence.
RULES = {"half_unit": "rounded to the nearest", "truncation": "with digits cut off", "ceiling": "always rounded up"}
#: At most so many lists are named in a sentence.
MOST_NAMES = 9


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, the most important first; empty ones are left out."""
    found = [
        say_votes(choices),
        say_seats(choices),
        *say_unemployed(choices),
        say_rule(choices),
        say_five(choices),
        say_header(choices),
        say_days(choices),
        say_sums(choices),
        say_text(choices),
    ]
    return [sentence for sentence in found if sentence]


def counted(n: int, one: str, many: str) -> str:
    """Return a number with its noun: "1 figure", "3 figures"."""
    return f"{number(n)} {ngettext(one, many, n)}"


def say_votes(choices: Choices) -> str:
    """Say how many printed votes are the official ones: of the party, its list, with a second party, or not."""
    rows = model.compared(choices)
    rows = rows[rows["measure"] == "votes"]
    if rows.empty:
        return ""
    undated = (rows["reading"] == NO_ELECTION).sum()
    if undated:
        text = _("{n} of the {all} printed vote figures cannot be set beside a result, because they cannot be dated.")
        return text.format(n=number(undated), all=number(len(rows)))
    text = _("{n} of {all} printed vote figures give the official count, {how}: {own} that of the party alone")
    text = text.format(
        n=number(rows["inside"].sum()), all=number(len(rows)), own=number(plain_agreement(rows).sum()),
        how=_(RULES[choices.rule]),
    )  # fmt: skip
    pairs, lists, off = (rows[rows["reading"] == reading] for reading in (PAIR, LIST, NO_FIT))
    if len(pairs):
        text += _(", {n} that of {shown} together").format(n=number(len(pairs)), shown=pairs["shown"].iloc[0])
    if len(lists):
        text += _(", {n} that of a Reich list ({named})").format(n=number(len(lists)), named=_printed_for(lists))
    if len(off):
        text += _("; {n} not ({named})").format(n=_counted(len(off), "does", "do"), named=_printed_for(off))
    return text + "."


def _printed_for(rows: pd.DataFrame) -> str:
    text = _("{line}, {when}: {printed} printed, {official} official")
    return "; ".join(
        text.format(line=line_name(r.party), when=date(r.election[:7]), printed=r.printed, official=number(r.official))
        for r in rows.itertuples()
    )


def say_seats(choices: Choices) -> str:
    """Say how many printed seats are the official ones, name those that are not, and what the law gives them."""
    rows = model.compared(choices)
    rows = rows[(rows["measure"] == "seats") & (rows["election"] != "")]
    if rows.empty:
        return ""
    unread, equal = rows["reading"] == UNREADABLE, rows["value"] == rows["official"]
    unknown = ~unread & rows["official"].isna()
    text = _("{n} of {all} printed numbers of seats are the official ones").format(
        n=number(equal.sum()), all=number(len(rows))
    )
    off = model.off_seats(rows)
    if len(off):
        text += _("; {n} not ({named})").format(n=_counted(len(off), "is", "are"), named=_printed_for(off))
    if unread.any():
        text += _("; {n} cannot be read").format(n=number(unread.sum()))
    if unknown.any():
        text += _("; for {n} no official figure is collected").format(n=number(unknown.sum()))
    law = off[(off["expected"] == off["value"]).fillna(False)]
    if len(law):
        text += _(". What the votes of the list give by the law is printed in {n} of the {all}: {named}").format(
            n=number(len(law)), all=number(len(off)),
            named=joined([f"{line_name(r.party)} {r.printed} ({date(r.election[:7])})" for r in law.itertuples()]),
        )  # fmt: skip
    return text + "."


def _counted(n: int, one: str, many: str) -> str:
    """Return a number with its verb, or "none" with it."""
    return f"{number(n) if n else _('none')} {ngettext(one, many, n or 1)}"


def say_unemployed(choices: Choices) -> list[str]:
    """Say what the printed unemployment can count: jobless alone, or with workers on short time."""
    table, counts = unemployment.compared(choices), unemployment.estimates(choices.unchecked)
    own = table[table["id"] != unemployment.PROSE]
    text = _(
        "The table prints {values} million unemployed; its header does not say for which years, and the pamphlet "
        "does not say who is counted."
    )
    return [s for s in (text.format(values=joined(list(own["printed"]))), say_ten(table, counts)) if s]


def say_ten(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Say where the largest printed figure stands: register, widest count of jobless, sum with short time."""
    largest = table[table["value"].notna()].nlargest(1, "value").iloc[0]
    register = unemployment.highest(counts)
    jobless = unemployment.highest(counts, tuple(unemployment.BEYOND))
    text = _(
        "The highest registered count is {register} million ({when}), the widest count of jobless {other} ({then})"
    )
    said = [
        text.format(
            register=_millions(register["value"]), when=date(register["start"]), other=_millions(jobless["value"]),
            then=date(jobless["start"]),
        )
    ]  # fmt: skip
    above = largest["low"] > max(register["value"], jobless["value"])
    said.append(
        _("; the printed {n} million is above both").format(n=as_printed(largest["printed"]))
        if above
        else _("; the printed {n} million is not above both").format(n=as_printed(largest["printed"]))
    )
    parts = unemployment.together(counts)
    if len(parts):
        total = parts["value"].sum()
        near = abs(total / largest["value"] - 1) < NEAR
        text = _(
            ". In {when} {registered} million were registered, by estimates {unregistered} million more were not, "
            "and {short} million worked short time: {total} million, {near}"
        )
        numbers = dict(zip(("registered", "unregistered", "short"), map(_millions, parts["value"]), strict=True))
        said.append(
            text.format(
                when=date(parts["start"].iloc[0]), total=_millions(total, 1), **numbers,
                near=_("near the printed figure") if near else _("not near the printed figure"),
            )
        )  # fmt: skip
        if near and above:
            said.append(_(". Ten million is thus near a count of people without work and on short time together"))
    return "".join(said) + "."


def _millions(value: float, digits: int = 2) -> str:
    return number(value / MILLION, digits)


def say_rule(choices: Choices) -> str:
    """Say how many lists the votes alone give, how many more the cap, and what is left."""
    table = model.by_rule(choices)
    n = seat_rule.counts(table)
    text = _("With {quota} votes for a seat, votes alone explain the official seats of {votes} of {all}").format(
        quota=number(choices.quota), votes=number(n[seat_rule.BY_RULE]), all=units(len(table), choices)
    )
    if n[seat_rule.CAPPED]:
        text += _(", the cap of the law {n} more").format(n=number(n[seat_rule.CAPPED]))
    other = n[seat_rule.RIVAL] + n[seat_rule.SHARED] + n[seat_rule.CAP_POSSIBLE]
    if other:
        text += _("; {n} need another figure, a shared list or a cap that is not known").format(n=number(other))
    left = table[table["explanation"] == seat_rule.UNEXPLAINED]
    if len(left):
        text += _("; {n} without an explanation ({named})").format(
            n=_counted(len(left), "is", "are"), named=_named(left)
        )
    return text + "."


def say_quotas(choices: Choices) -> str:
    """Say how many lists other quotas would have given: how often agreement would come by chance."""
    varied = seat_rule.fit_of_quotas(_lists(choices))
    here = varied[varied["quota"] == seat_rule.QUOTA].iloc[0]
    others = varied.loc[varied["quota"] != seat_rule.QUOTA, "given"]
    return _(
        "Without the cap the quota of the law gives {n} of {all} lists with seats; other quotas from {low} to {high} "
        "give {most} at most, {median} at the median."
    ).format(
        n=number(here["given"]), all=number(here["lists"]), low=number(varied["quota"].min()),
        high=number(varied["quota"].max()), most=number(others.max()), median=number(others.median()),
    )  # fmt: skip


def _lists(choices: Choices) -> pd.DataFrame:
    lists = seat_rule.basis(choices.edition, "list").lists
    return lists[lists["election"].isin(model.days(choices))]


def units(n: int, choices: Choices) -> str:
    """Return "3 lists" or "3 parties"."""
    return counted(n, "list", "lists") if choices.apportion_by == "list" else counted(n, "party", "parties")


def _named(rows: pd.DataFrame) -> str:
    when = rows["election"].str[:7].map(date).groupby(rows["label"].map(short_name), sort=False)
    names = [f"{name} ({', '.join(dates)})" for name, dates in when]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], _("{n} others").format(n=number(len(names) - MOST_NAMES + 1))]
    return joined(names)


def say_five(choices: Choices) -> str:
    """Say in which elections a party outside the five lines has more printed seats than one of the five."""
    found = []
    for start, column in model.seat_columns(model.printed(choices)).items():
        bigger, five = larger_parties(column), column[column["party"].isin(FIVE)]
        if len(bigger) and five["readable"].all():
            least = five.loc[five["value"].idxmin()]
            found.append(
                _("on {day}, {n} had more seats than the {least} ({seats})").format(
                    day=date(start), n=counted(len(bigger), "other party", "other parties"),
                    least=line_name(least["party"]), seats=number(least["value"]),
                )
            )  # fmt: skip
    if not found:
        return _("In every election that can be tested the five lines of the table of votes are the five largest.")
    return _("The table of votes is headed “the five biggest parties”. By the printed seats, {found}.").format(
        found=joined(found)
    )


def say_header(choices: Choices) -> str:
    """Say what the header of the table of votes prints, and which of its years had no election collected."""
    rows = model.printed(choices)
    rows = rows[rows["table"] == "german_votes"]
    years = rows.loc[rows["measure"] == "header_year", "printed"]
    n_days, values = (rows["measure"] == "header_date").sum(), rows["column_index"][rows["party"] == FIVE[0]].nunique()
    known = {day[:4] for day in election_days(model.results())}
    without = sorted(set(years) - known)
    text = _("The table of votes prints {years} and {days} above {values} in each line").format(
        years=counted(len(years), "year", "years"), days=counted(n_days, "day", "days"),
        values=counted(values, "value", "values"),
    )  # fmt: skip
    if without:
        text += _("; in {none} no Reichstag election is collected").format(none=joined(without))
    dated = (rows.loc[rows["measure"] == "votes", "start"] != "").all()
    return text + (
        _(". Here its values are read in the order of the table of seats.")
        if dated
        else _(". As printed, none of its values can be dated.")
    )


def say_sums(choices: Choices) -> str:
    """Say in how many columns the printed seats add up to the printed total, as printed and as read here."""
    checks, read = model.sum_checks(), model.sum_checks(choices.reading)
    exact, corrected = (sum(c.verdict == EXACT for c in found.values()) for found in (checks, read))
    text = _("In {n} of {all} columns of the table of seats the lines add up to the printed total.")
    parts = [text.format(n=number(exact), all=number(len(checks)))]
    unread = sum(c.verdict == NOT_TESTABLE for c in checks.values())
    if unread:
        parts.append(_("{n} cannot be tested, because a cell is no number.").format(n=number(unread)))
    parts += [c.working for c in checks.values() if c.verdict == CONTRADICTION]
    if corrected != exact:
        parts.append(_("With the misprint read as corrected, {n} do.").format(n=number(corrected)))
    return " ".join(parts)


def say_days(choices: Choices) -> str:
    """Say which printed days were no Sundays, and on which weekday the elections collected were held."""
    return weekdays(model.read("as_printed"), election_days(model.results()))


def weekdays(printed: pd.DataFrame, held: list[str]) -> str:
    """Return the sentence of :func:`say_days` for printed rows and the days of the elections."""
    off = printed[printed["measure"].isin(["header_date", "date"]) & (printed["start"].str.len() == 10)]
    off = sorted({start for start in off["start"] if pd.Timestamp(start).day_name() != "Sunday"})
    sundays = sum(pd.Timestamp(day).day_name() == "Sunday" for day in held)
    text = _("Of the {all} collected, {n} were held on a Sunday").format(
        all=counted(len(held), "election", "elections"), n=_("all") if sundays == len(held) else number(sundays)
    )
    if not off:
        return text + _("; so were those that the pamphlet dates.")
    named = joined([_("{date}, a {weekday}").format(date=date(d), weekday=_(pd.Timestamp(d).day_name())) for d in off])
    nearest = [min(held, key=lambda day, d=d: abs((pd.Timestamp(day) - pd.Timestamp(d)).days)) for d in off]
    return text + _("; the pamphlet prints {named}. The election was held on {day}.").format(
        named=named, day=joined([date(day) for day in nearest])
    )


def say_text(choices: Choices) -> str:
    """Say how the votes given in the text compare, and in which other election the figure would fit."""
    rows = model.compared(choices)
    rows = rows[(rows["table"] == "text") & (rows["measure"] == "votes")]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    text = _(
        "The text puts the votes of the {line} in March 1933 at {printed} million; the official count is {official}"
    )
    text = text.format(line=line_name(row["party"]), printed=row["printed"], official=number(row["official"]))
    if row["inside"]:
        return text + _(", within the bounds of the printed figure.")
    if row["elsewhere"]:
        when = joined([date(day) for day in row["elsewhere"]])
        text += _(". The printed figure would fit the result of {when}").format(when=when)
    return text + "."


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


def say_running_text(choices: Choices) -> str:
    """Say what the running text adds to the two tables."""
    cells = model.read("as_printed").set_index("id")["printed"]
    limit = unemployment.compared(choices).set_index("id")["printed"][unemployment.PROSE]
    return _(
        "The running text adds that Germany had an unemployment of “{limit}”, and that the Communists won {votes} "
        "million votes and {seats} seats in March 1933."
    ).format(limit=as_printed(limit), votes=cells["kpd-1933-votes"], seats=cells["kpd-1933-seats"])


def say_law() -> str:
    """Say what the electoral law gave, with the figures collected."""
    rows = model.results()
    rows = rows[rows["party_kind"] == "rule"].drop_duplicates("measure").set_index("measure")
    return _(
        "The law gave one seat for {quota} votes. Districts and groups of districts handed out seats for full "
        "quotas. What was left was added up on the Reich list to which the district lists belonged: one seat for "
        "{quota}, and one more for a last remainder above {remainder}. A Reich list could not add more seats than "
        "had been won below it. So the votes of a Reich list say how many seats it should have had. The paragraphs of "
        "the law were not seen; the remainder is known only from two posts of one reader of it."
    ).format(
        quota=number(rows.at["votes_per_seat", "value"]), remainder=number(rows.at["remainder_for_a_seat", "value"])
    )


def say_lineages() -> str:
    """Say from how many lineages the official figures come, and how many have rivals."""
    rows = model.results()
    rows = rows[rows["measure"].isin(["votes", "seats"])]
    disputed = rows[rows["disputed"]].drop_duplicates(["election", "party", "measure"])
    text = _(
        "The {n} official figures of votes and seats collected come from {lineages}: copies and compilations of "
        "one count agree because they descend from it. For {rivals} of a party in an election rival figures are "
        "collected; the parameter edition decides which is preferred."
    )
    return text.format(
        n=number(len(rows)), lineages=counted(rows["lineage"].nunique(), "lineage", "lineages"),
        rivals=counted(len(disputed), "figure", "figures"),
    )  # fmt: skip


def say_course(choices: Choices) -> str:
    """Say how the official votes of Communists and Social Democrats went through the printed elections."""
    known = [day for day in election_days(model.results()) if "1928" <= day < "1933"]
    rows = official_results(model.results(), prefer=EDITIONS[choices.edition])
    wide = rows[rows["election"].isin(known)].pivot(index="election", columns="party", values="votes")
    found = [_("{party}: {course}").format(party=line_name(p), course=_course(wide[p])) for p in ("kpd", "spd")]
    return _("Official votes at the {n} elections from {first} to {last}: {found}.").format(
        n=number(len(known)), first=date(known[0][:7]), last=date(known[-1][:7]), found="; ".join(found)
    )


def _course(votes: pd.Series) -> str:
    steps = votes.diff().dropna()
    more, fewer = (steps > 0).all(), (steps < 0).all()
    word = _("more at every step") if more else _("fewer at every step") if fewer else _("up and down")
    return _("{word} ({list} million)").format(word=word, list=", ".join(_millions(v) for v in votes))


def say_ledger(choices: Choices) -> str:
    """Say how the ledger answers for all printed votes and seats that it can set beside a count."""
    verdicts = model.compared(choices.but(election="all"))["verdict"].value_counts()
    listed = joined([f"{_(verdict)} {number(n)}" for verdict, n in verdicts.items()])
    return _(
        "The ledger compares every printed figure as printed, whatever is chosen here: {listed}. A figure that has "
        "rivals agrees there if it fits one of them; above, the edition chosen decides."
    ).format(listed=listed)


def say_unchecked(choices: Choices) -> str:
    """Say what would change if the rows that nobody has looked up held."""
    held, let_in = (unemployment.estimates(unchecked) for unchecked in (False, True))
    before, after = (_fits(unemployment.compare(unemployment.read("as_printed"), rows)) for rows in (held, let_in))
    extra = len(let_in) - len(held)
    if not extra:
        return _("No row on unemployment is unchecked, so none could change an answer.")
    text = _("If the {n} unchecked rows on unemployment held, {what}.")
    same = before == after and unemployment.highest(held)["value"] == unemployment.highest(let_in)["value"]
    what = (
        _("every printed figure would fit the same years, and the highest count would stay")
        if same
        else _("the printed figures would fit registered averages of these years: {listed}").format(
            listed="; ".join(f"{p}: {joined([str(y) for y in years]) or _('none')}" for p, years in after.items())
        )
    )
    return text.format(n=number(extra), what=what)


def _fits(table: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    own = table[table["low"] > 0]
    return dict(zip(own["printed"], own["average_years"], strict=True))


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said, and what these figures cannot show whatever the parameters."""
    table = model.compared(choices)
    rows = table[(table["election"] != "") & table["readable"] & table["official"].notna()]
    agree = rows[rows["inside"]]
    text = _("Of {all} printed figures of votes and seats that can be dated, {n} are in the official count ({share}).")
    share = percent(100 * len(agree) / len(rows), 0) if len(rows) else "\N{EN DASH}"
    return [
        text.format(all=number(len(rows)), n=number(len(agree)), share=share),
        say_course(choices),
        _("Votes by party say nothing about individuals: no table here shows who moved from which party to which."),
        _("A handful of elections carries no correlation with unemployment; no coefficient is computed."),
        _("Seats follow votes by the rule of the law; they are no second measure of support."),
        _(
            "The election of {day} was not a free contest: the pamphlet itself says that Communists were being "
            "imprisoned and killed when it was held."
        ).format(day=date(UNFREE)),
    ]
