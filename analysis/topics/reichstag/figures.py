"""The figures of the notebook on the German elections, as bundles."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.text.words import _, date, joined, number
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.apportionment import QUOTA
from analysis.topics.reichstag.elections import EDITIONS, NO_ELECTION, PAIR, election_days, official_results
from analysis.topics.reichstag.findings import counted, short_name, units
from analysis.topics.reichstag.model import FIVE, larger_parties, line_name

NOTEBOOK = "08_reichstag"
MILLION = 1e6
PAMPHLET = pd.DataFrame({"sources": ["sousa_2001"], "locator": ["notes 30 and 31"], "original_source": [""]})
NO_COEFFICIENT = "Votes by party say nothing about individuals; no coefficient is computed."
#: Ends of the time axis that votes and unemployment share, each on a figure of its own.
YEARS = (1924, 1935)
#: Parties of the lines over all elections; one line may join two labels of one party.
COURSE = {"spd": "SPD", "kpd": "KPD", "centre": "Centre", "bvp": "BVP", "dnvp": "DNVP", "nsdap": "NSDAP"}
#: Lists that stood in for a party in one election.
STOOD_IN = {"kswr": "dnvp", "dvfp_nsdap": "nsdap", "nsfb": "nsdap"}


def cited(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that footnotes are made from: the pamphlet, then those of the frames."""
    columns = ["sources", "locator", "original_source"]
    rows = [f.reindex(columns=columns, fill_value="") for f in frames]
    return pd.concat([PAMPHLET, *rows], ignore_index=True)


def used_rows(results: pd.DataFrame, compared: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return the rows of the results that a comparison rests on, for footnotes."""
    parties = {p for found in compared["found"] for p in found.split("+")}
    rows = results[
        results["election"].isin(compared["election"])
        & results["party"].isin(parties)
        & results["measure"].isin(compared["measure"].unique())
    ]
    first = rows["sources"].str.split(";").map(lambda keys: any(key in keys for key in EDITIONS[edition]))
    rows = rows[first] if first.any() else rows
    # The locator of a row of several sources does not say which page belongs to which.
    return rows.assign(locator=rows["locator"].where(~rows["sources"].str.contains(";"), ""))


# Printed seats ------------------------------------------------------------------------------------------------------


def seats_printed(printed: pd.DataFrame, election: str) -> figures.Bundle:
    """Return bars of the printed seats of one election, the "five biggest parties" marked.

    Parameters
    ----------
    printed : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.model.read`.
    election : str
        ``all`` shows the first election of the table; otherwise the nearest printed day.
    """
    rows = printed[(printed["table"] == "german_seats") & (printed["measure"] == "seats")]
    start = min(rows["start"]) if election == "all" else _nearest(rows["start"], election)
    column = rows[(rows["start"] == start) & ~rows["party"].isin(["total", "other"])]
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
    words = _seats_words(column, start, bool(unread.any()))
    return figures.bundle(
        "08_seats_printed",
        "bars",
        data,
        **words,
        sources=cited(),
        notebook=NOTEBOOK,
        unit=_("Seats in the Reichstag, as printed"),
    )


def _nearest(starts: pd.Series, election: str) -> str:
    return min(starts.unique(), key=lambda s: abs((pd.Timestamp(s) - pd.Timestamp(election)).days))


def _seats_words(column: pd.DataFrame, start: str, unread: bool) -> dict[str, str]:
    bigger = larger_parties(column)
    if unread:
        title = _("One of the printed seat numbers of {day} cannot be read")
    elif len(bigger):
        title = _("{day}: {n} had more printed seats than the smallest of the pamphlet's “five biggest”")
    else:
        title = _("{day}: the pamphlet's “five biggest parties” have the most printed seats")
    title = title.format(day=date(start), n=counted(len(bigger), "other party", "other parties"))
    listed = joined([f"{line_name(r.party)} {r.printed}" for r in column.itertuples()])
    alt = _("Bars of the printed seats on {day}, largest first: {listed}.").format(day=date(start), listed=listed)
    caption = _(
        "Printed seats by party on {day}. Coloured: the five lines of the table of votes, which the "
        "pamphlet heads “the five biggest parties”. “Other parties” are left out."
    )
    return {"title": title, "caption": caption.format(day=date(start)), "alt": alt}


# Votes --------------------------------------------------------------------------------------------------------------


def votes_printed(compared: pd.DataFrame, results: pd.DataFrame, edition: str) -> figures.Bundle:
    """Return the printed votes beside the official ones, a panel per party; undated figures stand alone.

    Parameters
    ----------
    compared : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.model.compare`.
    results : pandas.DataFrame
        ``reichstag_results``, for footnotes.
    edition : str
        As for :func:`analysis.topics.reichstag.model.compare`.
    """
    rows = compared[compared["measure"] == "votes"]
    data = pd.concat([_vote_marks(rows, True), _vote_marks(rows[rows["official"].notna()], False)])
    data = data.sort_values(["order", "x"], kind="stable").drop(columns=["order", "x"])
    dated = rows[rows["reading"] != NO_ELECTION]
    words = _votes_words(rows, dated)
    return figures.bundle(
        "08_votes_printed_official",
        "pairs",
        data,
        **words,
        notebook=NOTEBOOK,
        sources=cited(used_rows(results, dated, edition)),
        unit=_("Millions of votes"),
        digits=2,
        order=[_("printed"), _("official")],
        panels_per_row=1,
    )


def _vote_marks(rows: pd.DataFrame, is_printed: bool) -> pd.DataFrame:
    names = {p: line_name(p) for p in rows["party"]}
    for row in rows[rows["reading"] == PAIR].drop_duplicates("party").itertuples():
        names[row.party] = _("{line}: official figure of {shown} together").format(
            line=line_name(row.party), shown=row.shown
        )
    place = rows["id"].str.extract(r"-(\d)$", expand=False).fillna("")
    labels = [date(e) if e else _("value {n}").format(n=n) for e, n in zip(rows["election"], place, strict=True)]
    value = rows["value"] if is_printed else rows["official"]
    return pd.DataFrame(
        {
            "panel": rows["party"].map(names),
            "label": labels,
            "value": value / MILLION,
            "group": _("printed") if is_printed else _("official"),
            "id": rows["id"],
            "text": rows["printed"] if is_printed else "",
            "order": rows["party"].map(list(FIVE).index),
            "x": place.replace("", "9") + rows["election"],
        }
    )


def _votes_words(rows: pd.DataFrame, dated: pd.DataFrame) -> dict[str, str]:
    fits = dated["official"].between(dated["low"], dated["high"])
    pair = dated[(dated["reading"] == PAIR)]
    if len(dated) < len(rows):
        title = _("{n} of {all} printed vote figures cannot be dated, so nothing stands beside them").format(
            n=number(len(rows) - len(dated)), all=number(len(rows))
        )
    elif fits.all():
        title = _("All printed vote figures agree with the official count within their bounds")
    else:
        title = _("{n} of {all} printed vote figures agree with the official count within their bounds").format(
            n=number(fits.sum()), all=number(len(dated))
        )
    if len(pair) and len(dated) == len(rows):
        title += _("; {n} of them only with a second party added").format(n=number(len(pair)))
    off = dated[~fits]
    listed = joined(
        [
            _("{line}, {day}: printed {printed}, official {official} millions").format(
                line=line_name(r.party),
                day=date(r.election),
                printed=r.printed,
                official=number(r.official / MILLION, 2),
            )
            for r in off.itertuples()
        ]
    )
    outside = _(" Outside the bounds: {listed}.").format(listed=listed) if listed else ""
    caption = _("Votes in millions: as the pamphlet prints them and as officially counted.")
    alt = _("Pairs of marks by party and election, printed and official votes in millions.")
    return {"title": title, "caption": caption + outside, "alt": alt + outside}


def votes_difference(compared: pd.DataFrame, results: pd.DataFrame, edition: str) -> figures.Bundle:
    """Return official less printed votes in thousands, with the bounds of the printed figure.

    Parameters
    ----------
    compared, results, edition
        As for :func:`votes_printed`.
    """
    rows = compared[compared["measure"] == "votes"]
    marks = _vote_marks(rows, True)
    off = (rows["official"] - rows["value"]) / 1000
    undated = rows["reading"] == NO_ELECTION
    signs = [
        _("cannot be dated") if u else ("+" if d > 0 else "") + number(d, 0) for d, u in zip(off, undated, strict=True)
    ]
    data = marks.assign(
        value=off,
        low=(rows["low"] - rows["value"]) / 1000,
        high=(rows["high"] - rows["value"]) / 1000,
        text=signs,
        highlight=~rows["official"].between(rows["low"], rows["high"]) & ~undated,
    )
    data = data.sort_values(["order", "x"], kind="stable")
    return figures.bundle(
        "08_votes_difference",
        "forest",
        data[["panel", "label", "value", "low", "high", "text", "highlight", "id"]],
        **_difference_words(rows, off, undated),
        notebook=NOTEBOOK,
        sources=cited(used_rows(results, rows, edition)),
        unit=_("Thousands of votes: official count less printed figure"),
        reference=0,
        reference_text=_("as printed"),
        interval=_("Thin bars: official counts that would have been printed so."),
    )


def _difference_words(rows: pd.DataFrame, off: pd.Series, undated: pd.Series) -> dict[str, str]:
    outside = rows[~rows["official"].between(rows["low"], rows["high"]) & ~undated]
    dated = (~undated).sum()
    if not dated:
        title = _("No printed vote figure can be dated, so none can be set beside a count")
    else:
        title = _("Outside their rounding: {n} of {all} dated vote figures; largest gap {gap} thousand").format(
            n=number(len(outside)), all=number(dated), gap=number(off[~undated].abs().max(), 0)
        )
    listed = joined(
        [
            _("{line}, {day}: {gap} thousand").format(
                line=line_name(r.party), day=date(r.election), gap=number((r.official - r.value) / 1000, 0)
            )
            for r in outside.itertuples()
        ]
    )
    caption = _(
        "How far the official count lies from the printed figure. A mark inside its bar agrees with the printed digits."
    )
    words = _(" Outside: {listed}.").format(listed=listed) if listed else ""
    return {
        "title": title,
        "caption": caption + words,
        "alt": _("Marks with bars by party and election, official less printed votes in thousands.") + words,
    }


def votes_course(results: pd.DataFrame, edition: str, election: str) -> figures.Bundle:
    """Return the official votes of the parties of the table over all elections, as lines.

    Parameters
    ----------
    results, edition
        As for :func:`votes_printed`.
    election : str
        ``all``, or the election that the notebook looks at; the lines always show all elections.
    """
    course = votes_by_election(results, edition)
    data = course.assign(
        value=course["votes"] / MILLION,
        group=course["party"].map(COURSE),
        x=course["election"],
        label=course["party"].map(COURSE),
    )
    return figures.bundle(
        "08_votes_by_election",
        "lines",
        data[["x", "group", "value", "label", "listed_as", "sources"]],
        **_course_words(course, election),
        sources=cited(course)[1:],
        unit=_("Millions of votes, official count"),
        inside_note=_(NO_COEFFICIENT),
        notebook=NOTEBOOK,
        x_limits=YEARS,
    )


def votes_by_election(results: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return the official votes of the parties of :data:`COURSE` in every election.

    Returns
    -------
    pandas.DataFrame
        ``election``, ``party``, ``votes``, ``listed_as`` (label in that election), ``sources``; where a list stood
        in for a party (:data:`STOOD_IN`), its votes.
    """
    parts = [official_results(results, day, prefer=EDITIONS[edition]) for day in election_days(results)]
    rows = pd.concat(parts, ignore_index=True)
    rows["party"] = rows["party"].replace(STOOD_IN)
    rows = rows[rows["party"].isin(COURSE)].rename(columns={"label": "listed_as"})
    return rows[["election", "party", "votes", "listed_as", "sources"]].reset_index(drop=True)


def _course_words(course: pd.DataFrame, election: str) -> dict[str, str]:
    top = course.loc[course["votes"].idxmax()]
    wide = course.pivot(index="party", columns="election", values="votes")
    title = _("Most votes of all: {party}, {n} millions in {when}").format(
        party=COURSE[top["party"]], n=number(top["votes"] / MILLION, 1), when=date(top["election"][:7])
    )
    steps = joined(
        [
            _("{party} from {first} to {last}").format(
                party=COURSE[p],
                first=number(wide.loc[p].iloc[0] / MILLION, 1),
                last=number(wide.loc[p].iloc[-1] / MILLION, 1),
            )
            for p in COURSE
        ]
    )
    first, last = (date(day[:7]) for day in (wide.columns[0], wide.columns[-1]))
    caption = _(
        "Official votes in {n} elections, {first} to {last}. In 1924 the line of the NSDAP shows the lists on "
        "which its candidates stood, in 1933 that of the DNVP its joint list."
    )
    caption = caption.format(n=number(len(wide.columns)), first=first, last=last)
    if election != "all":
        caption += _(" All elections are shown, whichever one the parameter names.")
    alt = _("Lines of votes by party in millions, {first} to {last}: {steps}.")
    return {"title": title, "caption": caption, "alt": alt.format(first=first, last=last, steps=steps)}


# The seat rule ------------------------------------------------------------------------------------------------------


def seats_by_rule(
    by_rule: pd.DataFrame, results: pd.DataFrame, level: str = "list", quota: int = QUOTA
) -> figures.Bundle:
    """Return the lists whose votes alone do not give their seats, a panel per explanation.

    Parameters
    ----------
    by_rule : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.seat_rule.compare_all`.
    results : pandas.DataFrame
        ``reichstag_results``, for footnotes.
    level, quota
        As for :func:`analysis.topics.reichstag.seat_rule.compare_seats`.
    """
    rows = by_rule[by_rule["official"].notna() & ~by_rule["explanation"].isin([seat_rule.BY_RULE])]
    rows = rows[(rows["official"] > 0) | (rows["explanation"] != seat_rule.CAPPED)]
    rows = (by_rule[by_rule["official"].notna()] if rows.empty else rows).nlargest(MOST_LISTS, "votes")
    panels = {word: _(PANELS[word]) for word in PANELS}
    order = {word: i for i, word in enumerate(PANELS)}
    rows = rows.sort_values("explanation", key=lambda e: e.map(order), kind="stable", ignore_index=True)
    base = pd.DataFrame(
        {
            "panel": rows["explanation"].map(panels),
            "explanation": rows["explanation"],
            "votes": rows["votes"],
            "label": [f"{short_name(r.label)}, {date(r.election[:7])}" for r in rows.itertuples()],
        }
    )
    data = pd.concat(
        [
            base.assign(value=rows["expected"].astype(float), group=_("by votes alone")),
            base.assign(value=rows["official"].astype(float), group=_("official")),
        ]
    )
    return figures.bundle(
        "08_seats_by_rule",
        "pairs",
        data.sort_index(kind="stable"),
        **_rule_words(by_rule, rows, level, quota),
        sources=seat_rule.evidence(results, by_rule),
        unit=_("Seats"),
        digits=0,
        order=[_("by votes alone"), _("official")],
        notebook=NOTEBOOK,
        panels_per_row=1,
    )


#: At most so many lists are drawn, those with the most votes.
MOST_LISTS = 30
#: Panels of the figure, in their order.
PANELS = {
    seat_rule.BY_RULE: "Given by the votes",
    seat_rule.CAPPED: "The cap binds: no more seats on the Reich list than below it",
    seat_rule.RIVAL: "Another collected figure fits the rule",
    seat_rule.SHARED: "More seats on a Reich list than below it: a shared list",
    seat_rule.CAP_POSSIBLE: "The cap may bind; seats below the Reich list not known",
    seat_rule.UNEXPLAINED: "Not explained",
}


def _rule_words(by_rule: pd.DataFrame, rows: pd.DataFrame, level: str, quota: int) -> dict[str, str]:
    known = by_rule["official"].notna()
    given = by_rule["explanation"].isin([seat_rule.BY_RULE, seat_rule.CAPPED]) & known
    left = (by_rule["explanation"] == seat_rule.UNEXPLAINED).sum()
    title = _("{quota} votes a seat give the official seats of {n} of {all}; {left} unexplained").format(
        quota=number(quota),
        n=number(given.sum()),
        all=units(known.sum(), level),
        left=counted(left, "remains", "remain") if left else _("none remains"),
    )
    without = by_rule[(by_rule["explanation"] == seat_rule.CAPPED) & (by_rule["official"] == 0)]
    caption = _(
        "Seats by votes alone beside official seats, for those whose votes alone do not account for them "
        "(at most {most}, by votes)."
    ).format(most=number(MOST_LISTS))
    if len(without):
        caption += _(" Left out: {n} that won no seat below and so, by the cap, none at all.").format(
            n=units(len(without), level)
        )
    listed = joined(
        [
            _("{list} {expected} by votes, {official} official").format(
                list=f"{short_name(r.label)} {date(r.election[:7])}", expected=r.expected, official=r.official
            )
            for r in rows.itertuples()
        ]
    )
    return {
        "title": title,
        "caption": caption,
        "alt": _("Pairs of marks, seats by votes alone and official seats: {listed}.").format(listed=listed),
    }
