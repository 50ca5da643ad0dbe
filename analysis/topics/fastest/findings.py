"""Sentences of the notebook on the fastest growth, generated from the windows of all countries."""

from __future__ import annotations

from analysis.text.words import _, joined, number, percent
from analysis.topics.fastest import industry, model
from analysis.topics.fastest.choices import Choices
from analysis.topics.fastest.model import LAST, LENGTHS, MEASURE_WORDS, RANKED, THRESHOLDS, Place

#: So many faster countries are named in a sentence.
NAMED = 4
#: Inhabitants, in millions, of a country that is called large.
LARGE = 10.0
#: Windows that begin by this year hold the fall of 1930-1932.
DEPRESSION = 1930
MEASURE_SHORT = {
    "gdp": "GDP",
    "gdp_per_head": "GDP per head",
    "industry": "industry",
    "iron_and_steel": "iron and steel",
    "primary_energy": "primary energy",
}


def findings(choices: Choices) -> list[str]:
    """Return the findings, the most important first."""
    lead = industry_findings(choices) if choices.measure == "industry" else place_findings(choices)
    return [f for f in [*lead, other_measures(choices), same_years_finding(choices)] if f]


def window(row) -> str:
    """Write a window: ``"1928-1937"``."""
    return f"{row.first}\N{EN DASH}{row.last}"


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[0].upper() + text[1:]


def short(choices: Choices) -> str:
    """Return the short name of the measure."""
    return _(MEASURE_SHORT[choices.measure])


def place_findings(choices: Choices) -> list[str]:
    """Return the sentences on the place of the Soviet window under the chosen measure."""
    at = model.place(choices)
    if at is None:
        return [no_window(choices)]
    return [place_sentence(choices, at), _with_and_without(choices), _large(choices)]


def no_window(choices: Choices) -> str:
    """Say that no Soviet window is left under the choices."""
    return _(
        "{measure}: every window of {years} Soviet years between 1928 and 1938 begins below {share} of an earlier "
        "level, so none is left when recoveries are left out."
    ).format(
        measure=capital(_(MEASURE_WORDS[choices.measure])), years=choices.years,
        share=percent(100 * choices.recovered_at, 0),
    )  # fmt: skip


def period(choices: Choices) -> str:
    """Say until when the windows of other countries may last."""
    return _("by {last}").format(last=LAST) if choices.earlier_only else _("by 2000")


def place_sentence(choices: Choices, at: Place) -> str:
    """Return the sentence on how many countries once grew faster, and which."""
    says = _(
        "{measure}: {faster} of {n} other countries once grew faster over {years} years, {period}, than the USSR in "
        "its fastest {years} of 1928\N{EN DASH}1938 ({window}, {rate} a year){recoveries}."
    ).format(
        measure=capital(_(MEASURE_WORDS[choices.measure])), faster=at.faster or _("none"), n=at.of, years=choices.years,
        period=period(choices), window=window(at.soviet), rate=percent(100 * at.soviet.value),
        recoveries="" if choices.recoveries else _(", recoveries left out"),
    )  # fmt: skip
    return f"{says} {_faster(choices, at)}"


def _faster(choices: Choices, at: Place) -> str:
    if not at.faster:
        return _("\N{LEFT DOUBLE QUOTATION MARK}Never before seen\N{RIGHT DOUBLE QUOTATION MARK} holds in this panel.")
    rows = model.fastest(choices)
    rows = rows[~rows["soviet"]].head(min(NAMED, at.faster))
    named = [
        _("{country} {window} ({rate})").format(country=_(r.country), window=window(r), rate=percent(100 * r.value))
        for r in rows.itertuples()
    ]
    return _("The fastest: {countries}.").format(countries=joined(named))


def _with_and_without(choices: Choices) -> str:
    """Compare with the other way to treat recoveries."""
    other = choices.but(recoveries=not choices.recoveries)
    at = model.place(other)
    if at is None:
        return no_window(other)
    count = _("{faster} of {n}").format(faster=at.faster or _("none"), n=at.of)
    if other.recoveries:
        return _("Recoveries included, {count} did.").format(count=count)
    return _(
        "A country that recovers from a war or a slump grows fast to where it had been. Without windows that begin "
        "below {share} of an earlier level, {count} grew faster."
    ).format(share=percent(100 * other.recovered_at, 0), count=count)


def _large(choices: Choices) -> str:
    """Say what remains among countries of many inhabitants, where the choices let smaller ones in."""
    if choices.least_people >= LARGE or choices.measure not in ("gdp", "gdp_per_head"):
        return ""
    counts = [model.place(choices.but(least_people=LARGE, recoveries=r)) for r in (True, False)]
    if None in counts:
        return ""
    every, without = counts
    return _(
        "Many of the faster ones were small. Of the {n} countries with at least ten million inhabitants {every} grew "
        "faster, recoveries left out {without}."
    ).format(n=every.of, every=every.faster or _("none"), without=without.faster or _("none"))


def other_measures(choices: Choices) -> str:
    """Return the sentence on the other measures, by the same choices."""
    parts = []
    for measure in RANKED:
        both = [
            model.place(choices.but(measure=measure, release="2023", recoveries=r, least_people=0.0))
            for r in (True, False)
        ]
        if measure == choices.measure or both[0] is None:
            continue
        without = _("no Soviet window left") if both[1] is None else both[1].faster
        parts.append(
            _("{measure} {faster} of {n} (recoveries left out: {without})").format(
                measure=_(MEASURE_SHORT[measure]), faster=both[0].faster, n=both[0].of, without=without
            )
        )
    if not parts:
        return ""
    return _(
        "By other measures so many other countries once grew faster, {period}: {parts}. Steel and energy count only "
        "from a size that few countries had reached."
    ).format(period=period(choices), parts="; ".join(parts))


def same_years_finding(choices: Choices) -> str:
    """Return the sentence on the same years in all countries."""
    rows = model.same_years(choices)
    if rows.empty:
        return ""
    own = rows[rows["soviet"]].iloc[0]
    faster = int((rows["value"] > own["value"]).sum())
    says = _("Over the same years, {window}, {faster} of {n} other countries grew faster.").format(
        window=window(own), faster=faster or _("none"), n=len(rows) - 1
    )
    depression = _("For most of them these years hold the world depression.") if own["first"] <= DEPRESSION else ""
    return f"{says} {depression}".strip()


def industry_findings(choices: Choices) -> list[str]:
    """Return the sentences on industry, where no search for the fastest window was possible."""
    like = industry.same_years(choices)
    own, others = like[like["soviet"]].iloc[0], like[~like["soviet"]]
    faster = int((others["value"] > own["value"]).sum())
    return [
        _(
            "Industry: the source that covers most countries over the same years ({panel}, {window}) gives {rate} a "
            "year for the USSR and {low} to {high} for {n} others; {faster} of them grew faster. The Soviet figure "
            "there equals the official gross output of large-scale industry; the kind of the other countries' indexes "
            "is not stated."
        ).format(
            panel=own["panel"],
            window=window(own),
            rate=percent(100 * own["value"]),
            low=percent(100 * others["value"].min()),
            high=percent(100 * others["value"].max()),
            n=len(others),
            faster=faster or _("none"),
        ),
        _(
            "For industry no annual series of other countries are held: each source prints windows of its own. Length "
            "and recoveries asked for have no effect on them."
        ),
    ]


def lengths_finding(choices: Choices) -> str:
    """Return the sentence on windows of other lengths, thresholds and of the other release."""
    if choices.measure not in RANKED:
        return ""
    rows = model.places_by_length(choices)
    rows = rows[(rows["measure"] == choices.measure) & (rows["release"] == choices.release)]
    every = rows[rows["threshold"] == 0].dropna(subset=["faster"])
    says = _("{measure}, {period}: over {first} to {last} years {low} to {high} countries once grew faster.").format(
        measure=capital(_(MEASURE_WORDS[choices.measure])), period=period(choices), first=LENGTHS[0], last=LENGTHS[-1],
        low=number(every["faster"].min(), 0), high=number(every["faster"].max(), 0),
    )  # fmt: skip
    rows = model.places(choices)
    rows = rows[(rows["measure"] == choices.measure) & (rows["earlier_only"] == choices.earlier_only)]
    for release, part in rows.groupby("release", sort=False):
        known, gone = part[part["threshold"] > 0].dropna(subset=["faster"]), part[part["faster"].isna()]
        if known.empty:
            continue
        ends = sorted({int(known["faster"].min()), int(known["faster"].max())})
        says += " " + _("Without recoveries, the threshold between {low} and {high}: {ends} of {n}{release}.").format(
            low=percent(100 * known["threshold"].min(), 0), high=percent(100 * known["threshold"].max(), 0),
            ends=f" {_('to')} ".join(map(str, ends)), n=int(known["of"].max()),
            release=_(" (release of 2010)") if release == "2010" else "",
        )  # fmt: skip
        if len(gone):
            says += " " + _("At {share} every Soviet window of that length is a recovery itself.").format(
                share=percent(100 * gone["threshold"].min(), 0)
            )
    return says


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said at the end: for which measures a faster earlier window is in the panels."""
    rows = model.places(choices)
    rows = rows[(rows["release"] == "2023") & rows["faster"].notna()]
    early = rows[rows["earlier_only"]]
    words = {m: _(MEASURE_WORDS[m]) for m in RANKED}
    seen = [m for m, part in early.groupby("measure", sort=False) if (part["faster"] > 0).all()]
    none = [m for m, part in early.groupby("measure", sort=False) if (part["faster"] == 0).all()]
    rest = [m for m in RANKED if m not in seen + none and m in set(early["measure"])]
    found = []
    if seen:
        found.append(
            _("Faster growth had been seen before 1939 in {measures}, with or without recoveries.").format(
                measures=joined([words[m] for m in seen])
            )
        )
    if rest:
        found.append(
            _("In {measures} only recoveries had been faster.").format(measures=joined([words[m] for m in rest]))
        )
    if none:
        found.append(
            _("In {measures} no country of the panel had grown faster by 1938.").format(
                measures=joined([words[m] for m in none])
            )
        )
    later = rows[~rows["earlier_only"] & (rows["threshold"] == THRESHOLDS[2])]
    parts = [
        _("{faster} of {n} in {measure}").format(faster=int(r.faster), n=int(r.of), measure=words[r.measure])
        for r in later.itertuples()
    ]
    if parts:
        found.append(_("By 2000, recoveries left out, faster were {parts}.").format(parts=joined(parts)))
    return found
