"""Sentences of the notebook on farming and labour, generated from the numbers so that they stay true."""

from __future__ import annotations

import pandas as pd

from analysis.ledger import ask, coverage
from analysis.ledger.coverage import LATER_ONLY
from analysis.text.verdicts import AS_SOURCE, DIFFERS
from analysis.text.words import _, as_printed, joined, number, percent
from analysis.topics.living import famine
from analysis.topics.living import model as living
from analysis.topics.living import wages as living_wages
from analysis.topics.living.choices import Choices
from analysis.topics.living.model import AFTER, BEFORE, HARVESTS

MILLION = 1e6
#: From this difference on, the increase as printed and that of like with like count as apart (a share of 1).
APART = 0.1
COVERAGE_WORDS = {"like_for_like": "counted alike at both dates", "as_printed": "as printed"}


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, a sentence or two each; what does not hold is not said."""
    found = [
        *apart_findings(choices)[:1],
        herds_finding(choices),
        harvest_finding(choices),
        famine_finding(choices),
        wage_finding(choices),
        left_out_finding(),
        fidelity_finding(choices),
        tractors_finding(choices),
    ]
    return [f for f in found if f]


def fidelity_finding(choices: Choices) -> str:
    """Return how many printed figures stand so in the cited reports, by the ledger's verdicts."""
    verdicts = ask.rows(living.printed(choices)["id"], choices.reading)["fidelity"]
    seen = verdicts[verdicts.isin([AS_SOURCE, DIFFERS])]
    return _("Of {n} printed figures that were found in the cited reports, {same} stand there as printed.").format(
        n=len(seen), same=int((seen == AS_SOURCE).sum())
    )


def fold(value: float) -> str:
    """Write a multiple: ``"14.7 times"``."""
    return _("{x} times").format(x=number(value, 1 if value >= 10 else 2))


def apart(choices: Choices) -> pd.DataFrame:
    """Return the items whose printed increase is not that of like with like, widest first.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.topics.living.model.growth` and ``distance``: the larger increase (ratio - 1)
        over the
        smaller, less 1; items from :data:`APART` on.
    """
    frame = living.growth(choices)
    factor = (frame["as_printed"] - 1) / (frame["like_for_like"] - 1)
    frame = frame.assign(distance=factor.where(factor >= 1, 1 / factor) - 1)
    return frame[frame["distance"] > APART].sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def apart_findings(choices: Choices) -> list[str]:
    """Return which printed increases rest on unlike counts or years, and which do not, a sentence or two each."""
    far, frame = apart(choices), living.growth(choices)
    near = frame[frame["like_for_like"].notna() & ~frame["name"].isin(far["name"])]
    said = []
    for row in far.itertuples():
        text = _("{label}: {printed} the first figure as printed, {like} counted alike.")
        line = text.format(label=row.label, printed=fold(row.as_printed), like=fold(row.like_for_like))
        said.append(f"{line} {_reason(row, choices)}".strip())
    if len(near):
        text = _("The increase as printed and that of like with like differ by less than {limit} for {list}.")
        said.append(text.format(limit=percent(100 * APART, 0), list=joined(near["label"].str.lower().tolist())))
    return said + narrow_things(choices)


def _reason(row, choices: Choices) -> str:
    if abs(row.overlap - 1) > APART:
        text = _("For {year} the report of 1939 counts {times} as many as the one of 1934.")
        return text.format(year=row.years[1][:4], times=fold(row.overlap))
    link = next(k for k in living.LINKS if k.name == row.name)
    found = living.cited(choices).set_index("id").loc[link.first]
    if "year" not in found["differs"].split(";"):
        return ""
    return _("The first figure is the report's for {year}; for {own} it prints another.").format(
        year=found["report_start"], own=row.first_year
    )


def narrow_things(choices: Choices) -> list[str]:
    """Return the items whose printed figure counts something else than it says, but hardly changes the growth."""
    frame, far = living.growth(choices), set(apart(choices)["name"])
    cited = living.cited(choices).set_index("id")["differs"]
    said = []
    for link, row in zip(living.LINKS, frame.itertuples(), strict=True):
        other = "thing" in cited[link.first].split(";")
        if other and link.name not in far and row.like_for_like == row.like_for_like:
            text = _("The first figure for {label} counts only a part, which changes the growth by {change}.")
            change = percent(100 * abs(row.as_printed / row.like_for_like - 1), 0)
            said.append(text.format(label=row.label.lower(), change=change))
    return said


def tractors_finding(choices: Choices) -> str:
    """Return whether the printed ratio of tractors holds, as printed and for like with like."""
    check = ask.check(living.TRACTORS, choices.reading)
    row = living.growth(choices).set_index("name").loc["tractors"]
    stated = living.printed(choices).set_index("id").loc["tractors-1930-1938-times"]
    inside = stated["low"] <= row["like_for_like"] <= stated["high"]
    says = _('The printed "{text}" for tractors against the printed counts: {verdict} ({times}).').format(
        text=f"{as_printed(stated['printed'])} {_(stated['unit'])}",
        verdict=_(check.verdict),
        times=fold(row["as_printed"]),
    )
    like = _("Like with like gives {times}, which it covers too.") if inside else _("Like with like gives {times}.")
    return says + " " + like.format(times=fold(row["like_for_like"]))


def grants_finding(choices: Choices) -> str:
    """Return what the reports print for the item of the last printed grant, and for that of the first."""
    row = living.growth(choices).set_index("name").loc["grants"]
    first = living.cited(choices).set_index("id").loc["grants-1930-level"]
    if row["way"] != LATER_ONLY:
        return ""
    text = _(
        "For grants the reports print the same item for {first} ({a} thousand million roubles) and {last} ({b}): "
        "{times}, against {printed} as printed from 1930."
    )
    levels = {"a": number(row["again_value"] / 1e9, 1), "b": number(row["end_value"] / 1e9, 1)}
    years = {"first": row["years"][2][:4], "last": row["years"][3][:4]}
    said = [text.format(times=fold(row["late"]), printed=fold(row["as_printed"]), **levels, **years)]
    if "thing" in first["differs"].split(";"):
        said.append(_("The rough first figure fits another item of the reports."))
    return " ".join(said)


def left_out_finding() -> str:
    """Return what no printed figure of the pamphlet is about."""
    missing = living.subjects_left_out()
    if not missing:
        return ""
    return _("None of the figures that the pamphlet prints is about any of these: {list}.").format(list=joined(missing))


def herds_finding(choices: Choices) -> str:
    """Return how far herds fell and where they stood in 1938, from the reports that the pamphlet cites."""
    rows = living.herd_changes(choices)
    falls = joined([_fall(r) for r in rows.itertuples()])
    ends = joined([f"{r.label.lower()} {signed(r.change)}" for r in rows.itertuples()])
    text = _("The cited reports themselves print how far herds fell after {a}: {falls}. In {b}, against {a}: {ends}.")
    return text.format(a=BEFORE, b=AFTER, falls=falls, ends=ends)


def _fall(row) -> str:
    return _("{animal} by {fall} (to {low} million in {year})").format(
        animal=row.label.lower(), fall=percent(-100 * row.fall, 0), low=millions(row.lowest), year=row.lowest_year
    )


def signed(change: float) -> str:
    """Write a change with its sign: ``"+46%"``."""
    return ("+" if change > 0 else "") + percent(100 * change, 0)


def harvest_finding(choices: Choices) -> str:
    """Return by how much the harvests published at the time exceed the chosen later series."""
    early, late = living.harvest_spans(choices)
    name = _(HARVESTS[choices.harvest][1])
    says = _("Grain harvests published for 1933\N{EN DASH}38 exceed {name} by {low} to {high}").format(
        name=name, low=percent(100 * late.min(), 0), high=percent(100 * late.max(), 0)
    )
    if early.abs().max() < 0.005:
        return says + _("; for 1928\N{EN DASH}32 the two are the same.")
    return says + _("; for 1928\N{EN DASH}32 by {low} to {high}.").format(
        low=percent(100 * early.min(), 0), high=percent(100 * early.max(), 0)
    )


def famine_finding(choices: Choices) -> str:
    """Return the estimates of deaths in the famine, upper bounds apart from the rest, and the census."""
    figures, limits, gap = famine.estimated(choices), famine.bounded(choices), famine.census_gap()
    said = []
    if len(figures):
        low, high = famine.span(figures)
        text = _("Deaths in the famine, whole country: {low} to {high} million by {n} estimates ({who}).")
        who = joined([f"{_(r.author)} {r.year_published}" for r in figures.itertuples()])
        said.append(text.format(low=millions(low), high=millions(high), n=len(figures), who=who))
    if len(limits):
        text = _("{n} more are known as upper bounds alone, from at most {low} to at most {high} million.")
        ends = {"low": millions(limits["high"].min()), "high": millions(limits["high"].max())}
        said.append(text.format(n=len(limits), **ends))
    text = _(
        "The census of January 1937 counted {counted} million inhabitants, {low} to {high} million fewer than had been "
        "expected; this shortfall is no count of deaths."
    )
    said.append(text.format(counted=millions(gap["counted"]), low=millions(gap["low"]), high=millions(gap["high"])))
    return " ".join(said)


def millions(value: float) -> str:
    """Write a number in millions with one decimal."""
    return number(value / MILLION, 1)


def wage_finding(choices: Choices) -> str:
    """Return what the printed money wage and the chosen index of prices, of other years, say together and do not."""
    wages = _("Wages rose {times} from 1930 to 1938, as printed.").format(
        times=_("{x} times").format(x=number(living_wages.wage_multiple(choices), 1))
    )
    index, author = living_wages.chosen_index(choices), living_wages.INDEXES[choices.prices][0]
    if index is None:
        text = _("The price index chosen ({author}) was collected but nobody has looked it up; it is off.")
        return f"{wages} {text.format(author=author)}"
    text = _(
        "Prices rose about {prices} times from 1928 to 1937 ({author}). How much of that came before 1930 is not known "
        "here, so we cannot say what the wage bought."
    )
    return f"{wages} {text.format(prices=number(index['value'], None), author=author)} {_deflated(choices)}".strip()


def _deflated(choices: Choices) -> str:
    """Return the real wage of the author who has wages and prices of the same years, whichever index is chosen."""
    rows = living_wages.same_years(choices.but(prices="allen"))
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return _(
        "{author}, who has both for 1928 to 1937, finds that wages rose {wages} and prices {prices} times: the average "
        "wage bought {share} of what it had."
    ).format(
        author=row["author"], wages=number(row["multiple"], 1), prices=number(row["prices"], 1),
        share=percent(100 * row["real"], 0),
    )  # fmt: skip


def gap_finding(choices: Choices) -> str:
    """Return how far prices must have risen by 1930 for the printed wage to have kept up; empty without an index."""
    gap = living_wages.gap_multiple(choices)
    if gap is None:
        return ""
    return _(
        "For the printed wage to have kept up with this index, prices must have risen {low} to {high} times from 1928 "
        "to 1930, and more if they rose in 1938 too."
    ).format(low=number(float(gap.low), 1), high=number(float(gap.high), 1))


def span(low: float, high: float) -> str:
    """Write a range of multiples: ``"1.29 to 1.58"``."""
    return _("{low} to {high}").format(low=number(low, 2), high=number(high, 2))


def real_wage_finding(choices: Choices) -> str:
    """Return what published estimates of the real wage say, each at its own prices."""
    rows = living_wages.real_wages(choices)
    windows = rows[rows["base_year"].isin(["1927", "1928"]) & (rows["end"].str[:4] == "1937")]
    said = []
    if len(windows):
        listed = "; ".join(f"{_(r.author)} ({r.label}): {percent(100 * r.value, 0)}" for r in windows.itertuples())
        text = _("Real wages of 1937 against 1928, each author at prices of his or her own: {list}.")
        said.append(text.format(list=listed))
    for row in rows[rows["official"] & rows["low"].notna()].itertuples():
        text = _("An official statement has real wages of {last} at more than {times} times their level of {first}.")
        said.append(text.format(times=number(row.low), first=row.base_year, last=row.end[:4]))
    terms = living_wages.terms_of_trade(choices)
    for row in terms.itertuples():
        text = _("What peasants could buy for what they sold stood at {low} to {high} of 1928 in {year} ({author}).")
        said.append(
            text.format(low=percent(row.low, 0), high=percent(row.high, 0), year=row.start[:4], author=_(row.author))
        )
    if not choices.unchecked:
        said.append(coverage.left_out_sentence())
    return " ".join(said)


def unchecked_finding(choices: Choices) -> str:
    """Say what the rows that nobody looked up would change: in the estimates of deaths and in those of real wages."""
    both = [choices.but(unchecked=u) for u in (True, False)]
    (a, b), (c, d) = (famine.span(famine.estimated(x)) for x in both)
    (n, m), (x, y) = ([len(f(c)) for c in both] for f in (famine.estimated, living_wages.real_wages))
    return _(
        "What would change if the unchecked rows held: estimates of the famine {n} instead of {m}, from {a} to {b} "
        "million instead of {c} to {d}; figures of real wages {x} instead of {y}."
    ).format(n=n, m=m, a=millions(a), b=millions(b), c=millions(c), d=millions(d), x=x, y=y)


def collectivised_sentence(choices: Choices) -> str:
    """Return the report's share of households in collective farms beside the printed word."""
    row = living.collectivised(choices)
    text = _(
        'The pamphlet calls the collectivisation "{word}". The report of 1939 prints {share} of peasant households.'
    )
    return text.format(word=as_printed(row["printed"]), share=percent(100 * row["value"]))


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said, generated from the numbers."""
    far = apart(choices)
    frame = living.growth(choices)
    said = [fidelity_finding(choices)]
    known = frame["like_for_like"].dropna()
    if (known > 1).all():
        text = _("All {n} items that can be counted alike at both dates grew, by the reports' own figures.")
        said.append(text.format(n=len(known)))
    if len(far):
        said.append(
            _("For {list} the printed growth is not that of one thing counted alike at both dates.").format(
                list=joined(far["label"].str.lower().tolist())
            )
        )
    rows = living.herd_changes(choices)
    below = rows.loc[rows["change"] < 0, "label"].str.lower().tolist()
    if below:
        said.append(
            _("By the reports' own figures, these herds stood lower in {b} than in {a}: {list}.").format(
                a=BEFORE, b=AFTER, list=joined(below)
            )
        )
    return said


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what a sweep collects.

    Returns
    -------
    dict
        ``tractors_times`` and ``threshers_times``, last figure over first under the chosen coverage; ``items_apart``,
        whose printed increase is not that of like with like; ``harvest_excess_low_percent`` and
        ``harvest_excess_high_percent``, harvests published for 1933-38 over the chosen later series;
        ``deepest_fall_percent`` of a herd; ``wage_times``; ``prices_needed_low``, prices of 1930 over 1928 from which
        on the printed wage kept up (None without an index); ``famine_lowest_million``, ``famine_highest_million``,
        upper bounds left aside; ``tractors``, the ledger's verdict on the printed ratio.
    """
    late, deaths = living.harvest_spans(choices)[1], famine.span(famine.estimated(choices))
    grown, gap = living.growth(choices).set_index("name")["ratio"], living_wages.gap_multiple(choices)
    return {
        "tractors_times": grown["tractors"], "threshers_times": grown["harvesters"], "items_apart": len(apart(choices)),
        "harvest_excess_low_percent": 100 * late.min(), "harvest_excess_high_percent": 100 * late.max(),
        "deepest_fall_percent": -100 * living.herd_changes(choices)["fall"].min(),
        "wage_times": living_wages.wage_multiple(choices), "prices_needed_low": None if gap is None else float(gap.low),
        "famine_lowest_million": deaths[0] / MILLION, "famine_highest_million": deaths[1] / MILLION,
        "tractors": ask.check(living.TRACTORS, choices.reading).verdict,
    }  # fmt: skip
