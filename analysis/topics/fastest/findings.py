"""Sentences of the notebook on the fastest growth, generated from the windows collected."""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.numbers.arithmetic import Check, check_rank
from analysis.text.words import _, joined, ngettext, number, percent
from analysis.topics.fastest import industry as fastest_industry
from analysis.topics.fastest import model as fastest
from analysis.topics.fastest import places as fastest_places
from analysis.topics.fastest.model import LAST, MEASURE_WORDS, RANKED, Choices, Place
from analysis.topics.production import model as economy

#: So many faster countries are named in a sentence.
NAMED = 4


def printed_ranks(choices: Choices) -> pd.DataFrame:
    """Return the printed comparisons in words: rows of production and income whose measure is a rank."""
    rows = quantities.read_printed(economy.TABLE, choices.reading)
    return rows[rows["measure"] == "rank"].reset_index(drop=True)


def ranks_table(choices: Choices) -> pd.DataFrame:
    """Return the printed comparisons in words for display."""
    rows = printed_ranks(choices)
    subjects = {"national_income": _("National income"), "production": _("Production")}
    return pd.DataFrame(
        {
            _("What grew"): [subjects.get(s, s) for s in rows["subject"]],
            _("Period"): [
                a if a == b else f"{a}\N{EN DASH}{b}" for a, b in zip(rows["start"], rows["end"], strict=True)
            ],
            _("Printed"): rows["printed"],
            _("Remark"): rows["remark"],
        }
    )


def checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the comparisons in words: no other figure is printed that they could be tested against."""
    f = economy.figures_of(economy.Choices(reading=choices.reading))
    return {
        _("The increase of national income is the highest among the printed ones"): check_rank(
            f[economy.INCREASE], [], "highest"
        ),
        _("The growth of industry is the highest among the printed ones"): check_rank(f[economy.TIMES], [], "highest"),
    }


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, one sentence or two each."""
    words = joined([f"\N{LEFT DOUBLE QUOTATION MARK}{w}\N{RIGHT DOUBLE QUOTATION MARK}" for w in _unique(choices)])
    found = [
        _(
            "In words the pamphlet calls the growth {words}. Beside these words it prints no growth of another country "
            "or period, so its own numbers cannot test them."
        ).format(words=words),
        *(industry_findings(choices) if choices.measure == "industry" else place_findings(choices)),
        other_measures(choices),
        series_finding(choices),
    ]
    return [f for f in found if f]


def _unique(choices: Choices) -> list[str]:
    return list(dict.fromkeys(printed_ranks(choices)["printed"]))


def window(row) -> str:
    """Write a window: ``"1928-1937"``."""
    first, last = (row["start"], row["end"]) if "ratio" in row.index else (row["first"], row["last"])
    return f"{int(first)}\N{EN DASH}{int(last)}"


def place_findings(choices: Choices) -> list[str]:
    """Return the sentences on the place of the Soviet window under the chosen measure."""
    at = fastest.rank(choices)
    if at is None:
        return [_("Under these choices no window was found that could be compared.")]
    return [*_fallbacks(choices), place_sentence(choices, at), _other_option(choices)]


def _fallbacks(choices: Choices) -> list[str]:
    used, says = fastest.effective(choices), []
    if used.years != choices.years:
        says.append(
            _(
                "Windows of {asked} years were not collected for other countries; the precomputed windows of {used} "
                "years are used."
            ).format(asked=choices.years, used=used.years)
        )
    if used.recoveries != choices.recoveries:
        says.append(
            _(
                "For this measure and period only windows were collected that do not begin with a recovery; the Soviet "
                "window is treated alike."
            )
        )
    return says


def place_sentence(choices: Choices, at: Place) -> str:
    """Return the sentence on place and faster countries: among what was collected, no more."""
    used = fastest.effective(choices)
    says = _(
        "{measure}: the fastest {years} Soviet years between 1928 and 1938 are {window}, at {rate} a year. Of {n} "
        "other countries collected, {faster} had a faster window of the same length{period}{recoveries}: place {place} "
        "of {of}."
    ).format(
        measure=_capital(_(MEASURE_WORDS[used.measure])), years=at.years, window=window(at.soviet),
        rate=percent(100 * at.soviet["rate"]), n=at.of - 1, faster=len(at.faster) or _("none"),
        period=_(" that ended by {last}").format(last=LAST) if used.earlier_only else "",
        recoveries=_(", recoveries included") if used.recoveries else _(", recoveries left out"),
        place=at.place, of=at.of,
    )  # fmt: skip
    return f"{says} {_faster(at)}".strip()


def _faster(at: Place) -> str:
    if at.faster.empty:
        return _("That no faster window was collected does not show that there was none.")
    named = [
        _("{country} {window} ({rate})").format(country=r["country"], window=window(r), rate=percent(100 * r["value"]))
        for _i, r in at.faster.head(NAMED).iterrows()
    ]
    rest = len(at.faster) - len(named)
    more = ngettext(" and {n} more", " and {n} more", rest).format(n=rest) if rest else ""
    return _("Faster: {countries}{more}.").format(countries=", ".join(named) if rest else joined(named), more=more)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _other_option(choices: Choices) -> str:
    used = fastest.effective(choices)
    other = used.but(recoveries=not used.recoveries)
    if fastest.effective(other) != other:
        return ""
    at = fastest.rank(other)
    if at is None:
        return ""
    says = _("With recoveries included") if other.recoveries else _("With recoveries left out")
    return _("{says} the place is {place} of {of}.").format(says=says, place=at.place, of=at.of)


def other_measures(choices: Choices) -> str:
    """Return the sentence on the places under the other measures, by the same choices."""
    parts = []
    for measure in RANKED:
        option = choices.but(measure=measure, series="same")
        at = fastest.rank(option) if measure != choices.measure else None
        if at is not None:
            parts.append(
                _("{place} of {of} for {measure} ({window}, {recoveries})").format(
                    place=at.place,
                    of=at.of,
                    measure=_(MEASURE_WORDS[measure]),
                    window=window(at.soviet),
                    recoveries=_("recoveries included")
                    if fastest.effective(option).recoveries
                    else _("recoveries left out"),
                )
            )
    period = (
        _("among windows that ended by {last}").format(last=LAST) if choices.earlier_only else _("among all windows")
    )
    return _("Under other measures the Soviet place is, {period}: {parts}. Each measure is ranked by itself.").format(
        period=period, parts="; ".join(parts)
    )


def series_finding(choices: Choices) -> str:
    """Return the sentence on the fastest window of the Soviet series itself."""
    rows = fastest.soviet_series(choices.measure, choices.series_name, unchecked=choices.unchecked)
    found = fastest.own_windows(choices.measure, choices.series_name, choices.years, unchecked=choices.unchecked)
    found = found if choices.recoveries else found[~found["recovery"]]
    if found.empty:
        return ""
    best = found.loc[found["rate"].idxmax()]
    thirties = (best["start"] >= fastest.FIRST) and (best["end"] <= LAST)
    says = _(
        "In the Soviet series drawn here ({label}) the fastest {years} years are {window}, at {rate} a year"
    ).format(label=rows["label"].iloc[0], years=choices.years, window=window(best), rate=percent(100 * best["rate"]))
    if best["recovery"]:
        says += _(", a recovery from {level} of an earlier level").format(
            level=percent(100 * best["start_over_peak"], 0)
        )
    return says + ("." if thirties else _(", outside the years 1928\N{EN DASH}1938."))


def industry_findings(choices: Choices) -> list[str]:
    """Return the sentences on industry, where no search for the fastest window was possible."""
    like = fastest_industry.same_years(choices)
    own, others = like[like["soviet"]].iloc[0], like[~like["soviet"]]
    faster = int((others["value"] > own["value"]).sum())
    says = _(
        "Industry: the source that covers most countries over the same years ({panel}, {window}) gives {rate} a year "
        "for the USSR and {low} to {high} for {n} others: place {place} of {of}. The Soviet figure there equals "
        "the official gross output of large-scale industry; the kind of the other countries' indexes is not stated."
    ).format(
        panel=own["panel"], window=f"{own['first']}\N{EN DASH}{own['last']}", rate=percent(100 * own["value"]),
        low=percent(100 * others["value"].min()), high=percent(100 * others["value"].max()), n=len(others),
        place=faster + 1, of=len(like),
    )  # fmt: skip
    return [
        says,
        _(
            "For industry the fastest windows of other countries were not collected: each source prints windows of "
            "its own. The length and the recoveries asked for have no effect on them."
        ),
    ]


def recomputed_sentence() -> str:
    """Return how many precomputed rates could be computed again from levels held, and how far they agree."""
    parts = [fastest_places.recomputed(m) for m in RANKED]
    rows = pd.concat(parts, ignore_index=True)
    off = (rows["value"] - rows["again"]).abs()
    same = int((off <= 0.5e-4 + 1e-12).sum())
    total = sum(len(fastest.comparators(m)) for m in RANKED)
    return _(
        "Of {total} precomputed rates of other countries, {n} can be computed again from the levels held at both ends; "
        "{same} of these agree to the last digit given. The search that chose the windows cannot be repeated here."
    ).format(total=number(total, 0), n=number(len(rows), 0), same=number(same, 0))


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said at the end: for which measures a faster earlier window was collected."""
    table = fastest_places.places(choices)
    early = table[table["earlier_only"]]
    none = [m for m, part in early.groupby("measure", sort=False) if (part["place"] == 1).all()]
    some = early[~early["measure"].isin(none) & (early["place"] > 1)]
    found = []
    for measure, part in some.groupby("measure", sort=False):
        ends = sorted({f"{p} {_('of')} {n}" for p, n in zip(part["place"], part["of"], strict=True)})
        found.append(
            _(
                "{measure}: faster windows had been seen by 1938 among the countries collected (place {places}, "
                "depending on whether recoveries count), the fastest in {fastest}."
            ).format(
                measure=_capital(_(MEASURE_WORDS[measure])),
                places=_(" or ").join(ends),
                fastest=part["fastest"].iloc[0],
            )
        )
    if none:
        found.append(
            _("No faster window of nine years that ended by 1938 was collected for {measures}.").format(
                measures=joined([_(MEASURE_WORDS[m]) for m in none])
            )
        )
    later = table[~table["earlier_only"]]
    parts = [
        f"{p} {_('of')} {n} ({_(MEASURE_WORDS[m])})"
        for m, p, n in zip(later["measure"], later["place"], later["of"], strict=True)
    ]
    found.append(_("Among windows of all years collected the place is {places}.").format(places=joined(parts)))
    return found


def windows_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return windows of growth for display: country, years, growth a year, how it was computed.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``country``, ``first``, ``last``, ``value``, ``origin``, ``lineage`` and, for industry, ``panel``.
    """
    origins = {
        "recomputed": _("recomputed from the annual series"),
        "precomputed": _("precomputed"),
        "printed": _("as printed"),
        "from ratio": _("from a printed ratio"),
        "end points": _("from the levels at both ends"),
    }
    table = pd.DataFrame(
        {
            _("Country"): rows["country"],
            _("Years"): [window(r) for _i, r in rows.iterrows()],
            _("Growth a year"): [percent(100 * v) for v in rows["value"]],
            _("How computed"): rows["origin"].map(origins),
            _("Lineage"): rows["lineage"],
        }
    )
    if "panel" in rows:
        table.insert(0, _("Source and measure"), rows["panel"])
    return table


def places_table(choices: Choices) -> pd.DataFrame:
    """Return the place of the Soviet window under every choice, for display."""
    rows = fastest_places.places(choices)
    period = {True: _("ended by {last}").format(last=LAST), False: _("all years")}
    return pd.DataFrame(
        {
            _("Measure"): [_(MEASURE_WORDS[m]) for m in rows["measure"]],
            _("Windows of others"): rows["earlier_only"].map(period),
            _("Recoveries"): rows["recoveries"].map({True: _("included"), False: _("left out")}),
            _("Soviet window"): rows["window"],
            _("Growth a year"): [percent(100 * r) for r in rows["rate"]],
            _("Place"): rows["place"],
            _("Countries"): rows["of"],
            _("Fastest"): rows["fastest"],
        }
    )
