"""Sentences and tables of the notebook on farming and labour, generated from the numbers so that they stay true."""

from __future__ import annotations

import pandas as pd

from analysis.ledger import coverage
from analysis.ledger.coverage import LATER_ONLY
from analysis.text.words import _, bounds, joined, number, percent
from analysis.topics.living import famine as living_famine
from analysis.topics.living import model as living
from analysis.topics.living import wages as living_wages
from analysis.topics.living.model import AFTER, BEFORE, HARVESTS, Choices

MILLION = 1e6
#: From this difference on, the increase as printed and that of like with like count as apart (a share of 1).
APART = 0.1
COVERAGE_WORDS = {"like_for_like": "counted alike at both dates", "as_printed": "as printed"}


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, a sentence or two each; what does not hold is not said."""
    found = [
        *coverage.fidelity_sentences(living.cited(choices)),
        growth_finding(choices),
        *apart_findings(choices),
        tractors_finding(choices),
        grants_finding(choices),
        left_out_finding(),
        herds_finding(choices),
        harvest_finding(choices),
        famine_finding(choices),
        wage_finding(choices),
        real_wage_finding(choices),
    ]
    return [f for f in found if f]


def fold(value: float) -> str:
    """Write a multiple: ``"14.7 times"``."""
    return _("{x} times").format(x=number(value, 1 if value >= 10 else 2))


def growth_finding(choices: Choices) -> str:
    """Return growth under the chosen coverage, item by item."""
    frame = living.growth(choices)
    known = frame[frame["ratio"].notna()]
    listed = "; ".join(f"{r.label.lower()} {fold(r.ratio)}" for r in known.itertuples())
    says = _("Last figure over first, {how}: {list}.").format(how=_(COVERAGE_WORDS[choices.coverage]), list=listed)
    missing = frame.loc[frame["ratio"].isna(), "label"].str.lower().tolist()
    return says + (_(" The reports give no such figure for {list}.").format(list=joined(missing)) if missing else "")


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
    if len(near):
        text = _("The increase as printed and that of like with like differ by less than {limit} for {list}.")
        said.append(text.format(limit=percent(100 * APART, 0), list=joined(near["label"].str.lower().tolist())))
    for row in far.itertuples():
        text = _("{label}: {printed} the first figure as printed, {like} counted alike.")
        line = text.format(label=row.label, printed=fold(row.as_printed), like=fold(row.like_for_like))
        said.append(f"{line} {_reason(row, choices)}".strip())
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
    check = next(iter(living.checks(choices).values()))
    row = living.growth(choices).set_index("name").loc["tractors"]
    stated = living.printed(choices).set_index("id").loc["tractors-1930-1938-times"]
    inside = stated["low"] <= row["like_for_like"] <= stated["high"]
    says = _('The printed "{text}" for tractors against the printed counts: {verdict} ({times}).').format(
        text=stated["printed"] + " " + stated["unit"], verdict=_(check.verdict), times=fold(row["as_printed"])
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


def harvest_spans(choices: Choices) -> tuple[pd.Series, pd.Series]:
    """Return the excess of published harvests before 1933 and from 1933 to 1938, shares of 1."""
    rows = living.harvests(choices).set_index("year")["excess"]
    return rows.loc[:1932], rows.loc[1933:AFTER]


def harvest_finding(choices: Choices) -> str:
    """Return by how much the harvests published at the time exceed the chosen later series."""
    early, late = harvest_spans(choices)
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
    """Return the span of estimates of deaths in the famine, upper bounds apart from the rest, and the census."""
    ends, gap = living_famine.famine_range(choices), living_famine.census_gap()
    text = _("Deaths in the famine of {start}\N{EN DASH}{end}: {n} estimates of {lineages} lineages were collected.")
    said = [text.format(start=ends["start"], end=ends["end"][2:], n=ends["n"], lineages=ends["lineages"])]
    if ends["bounds_only"]:
        text = _("{n} are upper bounds only; they lie between {low} and {high} million.")
        said.append(
            text.format(n=ends["bounds_only"], low=millions(ends["bound_low"]), high=millions(ends["bound_high"]))
        )
    if ends["n"] > ends["bounds_only"]:
        text = _("The others give {range}.")
        said.append(text.format(range=bounds(ends["low"] / MILLION, ends["high"] / MILLION, _("million"), 1)))
    text = _(
        "The census of January 1937 counted {counted} million inhabitants, {low} to {high} million fewer than had "
        "been expected; this shortfall is no count of deaths."
    )
    said.append(text.format(counted=millions(gap["counted"]), low=millions(gap["low"]), high=millions(gap["high"])))
    return " ".join(said)


def millions(value: float) -> str:
    """Write a number in millions with one decimal."""
    return number(value / MILLION, 1)


def wage_finding(choices: Choices) -> str:
    """Return what the printed money wage needs of prices, beside the chosen index of other years."""
    says = _(
        "The printed money wage rose to {times} its first level. It bought more in 1938 than in 1930 only if prices "
        "rose less than that; the pamphlet prints none."
    ).format(times=fold(living_wages.wage_multiple(choices)))
    index, gap = living_wages.chosen_index(choices), living_wages.gap_multiple(choices)
    author = living_wages.INDEXES[choices.prices][0]
    if index is None:
        text = _("The price index chosen ({author}) was collected but nobody has looked it up; it is off.")
        return says + " " + text.format(author=author)
    text = _(
        "Consumer prices rose to {prices} times their level between 1928 and 1937 ({author}). For the printed wage to "
        "have kept up, prices must have risen to {gap} times their level between 1928 and 1930, and further if they "
        "rose in 1938 too."
    )
    ends = {"prices": span(index["low"], index["high"]), "gap": span(float(gap.low), float(gap.high))}
    return says + " " + text.format(author=author, **ends)


def span(low: float, high: float) -> str:
    """Write a range of multiples: ``"1.29 to 1.58"``."""
    return _("{low} to {high}").format(low=number(low, 2), high=number(high, 2))


def real_wage_finding(choices: Choices) -> str:
    """Return what published estimates of the real wage say, each at its own prices."""
    rows = living_wages.real_wages(choices)
    windows = rows[rows["base_year"].isin(["1927", "1928"]) & (rows["end"].str[:4] == "1937")]
    said = []
    if len(windows):
        listed = "; ".join(f"{r.author} ({r.label}): {percent(100 * r.value, 0)}" for r in windows.itertuples())
        text = _("Real wages of 1937 against 1928, each author at prices of his or her own: {list}.")
        said.append(text.format(list=listed))
    for row in rows[rows["official"] & rows["low"].notna()].itertuples():
        text = _("An official statement has real wages of {last} at more than {times} times their level of {first}.")
        said.append(text.format(times=number(row.low), first=row.base_year, last=row.end[:4]))
    terms = living_wages.terms_of_trade(choices)
    for row in terms.itertuples():
        text = _("What peasants could buy for what they sold stood at {low} to {high} of 1928 in {year} ({author}).")
        said.append(
            text.format(low=percent(row.low, 0), high=percent(row.high, 0), year=row.start[:4], author=row.author)
        )
    if not choices.unchecked:
        said.append(coverage.left_out_sentence())
    return " ".join(said)


def collectivised_sentence(choices: Choices) -> str:
    """Return the report's share of households in collective farms beside the printed word."""
    row = living.collectivised(choices)
    text = _(
        'The pamphlet calls the collectivisation "{word}". The report of 1939 prints {share} of peasant households.'
    )
    return text.format(word=row["printed"], share=percent(100 * row["value"]))


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said, generated from the numbers."""
    far = apart(choices)
    frame = living.growth(choices)
    said = [coverage.fidelity_sentences(living.cited(choices))[0]]
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
