"""Sentences and tables of the notebook on expulsions, generated from the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import arithmetic
from analysis.comparison import lineage_count
from analysis.party import BASE_WORDS, LAST_OF_THE_THIRTIES, Choices, implied_bases, one_party, pairs, prose
from analysis.party_bases import PRINTED, counts, fits, rates
from analysis.party_checks import HOLDS, checks, place, ranks
from analysis.party_published import WHOLE, compare_numbers, compare_shares, estimates_of, reinstated, together
from analysis.verdicts import AGREES, EXACT, INSIDE, NONE_COLLECTED, NOT_COMPARABLE, OUTSIDE
from analysis.words import _, joined, ngettext, number, percent

INSIDE_NOTE = "Expulsion from the party is not arrest, conviction or death; this chart measures none of those."
VERDICTS = (AGREES, INSIDE, OUTSIDE, NOT_COMPARABLE, NONE_COLLECTED)


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, a sentence or two each, true under the choices made."""
    return [
        arithmetic_finding(choices),
        base_finding(choices, 1933),
        fitting_finding(choices),
        one_party_finding(choices),
        rank_finding(choices),
        lowest_finding(choices),
        published_finding(choices),
        _("Screenings, verification, exchange and the expulsions of a year are campaigns of unlike kinds, so no rate is "
          "run through them. And expulsion is not repression: who was arrested, sentenced or shot is not counted here."),
    ]  # fmt: skip


def span(low: float, high: float) -> str:
    """Write an interval of persons in millions: ``"4.27 to 4.29 million"``."""
    low, high = number(low / 1e6, 2), number(high / 1e6, 2)
    return (
        _("{low} million").format(low=low) if low == high else _("{low} to {high} million").format(low=low, high=high)
    )


def years(labels: Sequence[str]) -> str:
    """Write campaigns by their years only: ``"1929, 1933-34 and 1935"``."""
    return joined([text.split(",")[0] for text in labels])


def arithmetic_finding(choices: Choices) -> str:
    """Say how many relations between printed figures hold, and which do not."""
    found = checks(choices)
    broken = [name for name, check in found.items() if check.verdict not in HOLDS]
    text = prose(choices)
    pair = pairs(choices).set_index("year").loc[1929]
    share = arithmetic.check_share(pair["number"], text["screening-1929-screened"], pair["share"])
    if share.verdict in HOLDS:
        example = _(
            "{number} of {screened} million screened in 1929 are {share}, printed: {printed} per cent. "
        ).format(
            number=number(float(pair["number"].value)),
            screened=text["screening-1929-screened"].text,
            share=percent(100 * share.computed, 2),
            printed=pair["share_text"],
        )
    else:
        example = ""
    rest = _("All hold.") if not broken else _("No rounding reconciles: {names}.").format(names="; ".join(broken))
    return _("Of {n} relations between printed figures {k} hold. {example}{rest}").format(
        n=len(found), k=len(found) - len(broken), example=example, rest=rest
    )


def base_finding(choices: Choices, year: int) -> str:
    """Say which base a printed pair implies and how large the largest count collected is."""
    pair = implied_bases(choices).set_index("year").loc[year]
    intro = _("{years}: {number} expelled and {share} per cent imply a base of {span}.").format(
        years=years([pair["label"]]),
        number=number(float(pair["number"].value)),
        share=pair["share_text"],
        span=span(pair["low"], pair["high"]),
    )
    known = counts(choices)
    known = known[(known["origin"] != PRINTED) & (known["first"].map(lambda d: d.year) <= LAST_OF_THE_THIRTIES)]
    if known.empty:
        return intro + " " + _("No count was collected to set beside it.")
    top = known.loc[known["value"].idxmax()]
    outcome = _("that is less than implied") if top["value"] < pair["low"] else _("that is not less than implied")
    return (
        intro
        + " "
        + _(
            "The largest count of {base} collected for a date up to {last} is {count} ({date}, {author}), {outcome}: "
            "{number} persons would be {rate} of it, and {share} per cent of it would be {persons} persons."
        ).format(
            base=_(BASE_WORDS[choices.base]),
            last=LAST_OF_THE_THIRTIES,
            count=number(top["value"]),
            date=top["start"],
            author=top["author"],
            outcome=outcome,
            number=number(float(pair["number"].value)),
            rate=percent(100 * float(pair["number"].value) / top["value"]),
            share=pair["share_text"],
            persons=number(float(pair["share"].value) * top["value"], 0),
        )
    )


def fitting(choices: Choices) -> pd.DataFrame:
    """Return for each printed pair how it fares against the counts near it.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``kind``, ``outcome`` (``narrow``, ``wide``, ``no``; ``none`` where no published count is near),
        ``counts``, ``lineages``, ``fitting`` (numbers of checked published counts), ``chance`` (a share of 1).
    """
    frame = fits(choices).reindex(columns=["label", "kind", "fit", "origin", "lineage", "verification", "chance"])
    rows = []
    for (label, kind), group in frame.groupby(["label", "kind"], sort=False):
        near = group[group["fit"].notna() & (group["origin"] != PRINTED) & (group["verification"] != "unchecked")]
        outcome = next((o for o in ("narrow", "wide", "no") if (near["fit"] == o).any()), "none")
        rows.append({"label": label, "kind": kind, "outcome": outcome, "counts": len(near),
                     "lineages": lineage_count(near), "fitting": int(near["fit"].isin(["narrow", "wide"]).sum()),
                     "chance": group["chance"].iloc[0]})  # fmt: skip
    return pd.DataFrame(rows)


def fitting_finding(choices: Choices) -> str:
    """Say for which printed pairs a published count near the campaign is the base that they imply."""
    found = fitting(choices)
    within = _("within {n} months of the campaign").format(n=choices.max_months)
    if choices.base == "screened":
        within = _("for the campaign")
    intro = _("{k} of {n} printed pairs imply a base that a published count of {base} {within} fits").format(
        k=int((found["outcome"] == "narrow").sum()), n=len(found), base=_(BASE_WORDS[choices.base]), within=within
    )
    said = {
        "narrow": _("fits: {years}"),
        "wide": _("fits only if final zeros are rounded: {years}"),
        "no": _("none of the counts fits: {years}"),
        "none": _("no count collected: {years}"),
    }
    parts = [
        text.format(years=years(found.loc[found["outcome"] == outcome, "label"]))
        for outcome, text in said.items()
        if (found["outcome"] == outcome).any()
    ]
    return f"{intro} ({'; '.join(parts)})."


def one_party_finding(choices: Choices) -> str:
    """Say whether the pairs of 1937 and 1938 can be about a party of one size."""
    frame = pairs(choices).set_index("year")
    narrow, wide = (row for _i, row in one_party(choices).iterrows())
    text = _("{n7} and {s7} per cent (1937) imply {span7}; {n8} and {s8} per cent (1938) imply {span8}.").format(
        n7=number(float(frame.loc[1937, "number"].value)),
        s7=frame.loc[1937, "share_text"],
        span7=span(narrow["low_1937"], narrow["high_1937"]),
        n8=number(float(frame.loc[1938, "number"].value)),
        s8=frame.loc[1938, "share_text"],
        span8=span(narrow["low_1938"], narrow["high_1938"]),
    )
    if narrow["meet"]:
        return text + " " + _("The two can be about a party of one size.")
    text += " " + _("One party fits both only if it grew by at least {growth} between the two years").format(
        growth=percent(100 * narrow["growth"], 0)
    )
    return text + (_(", or if the numbers are rounded to their last non-zero digit.") if wide["meet"] else ".")


def rank_finding(choices: Choices) -> str:
    """Say which place 1937 has among the years of the table."""
    by = place(choices).set_index("measure")
    said = _("\N{LEFT DOUBLE QUOTATION MARK}One of the years of the lowest number\N{RIGHT DOUBLE QUOTATION MARK}: counted "
             "from the lowest, 1937 has place {a} of {b} printed numbers and place {c} of {d} printed shares; with the two "
             "to three per cent that the text gives for 1936 it has place {e} of {f}.").format(
        a=by.loc["number", "place"], b=by.loc["number", "of"], c=by.loc["share", "place"], d=by.loc["share", "of"],
        e=by.iloc[2]["place"], f=by.iloc[2]["of"],
    )  # fmt: skip
    ordinary = prose(choices)["expulsions-other-years-1920s-percent"].text
    share = pairs(choices).set_index("year").loc[1937, "share_text"]
    more = _("Only years with a campaign are listed; for the other years of the 1920s the text prints {ordinary} per cent, "
             "and {share} for 1937 is not below that.").format(ordinary=ordinary, share=share)  # fmt: skip
    return f"{said} {more}"


def lowest_finding(choices: Choices) -> str:
    """Say whether 1936 can be the lowest of all printed shares."""
    check = ranks(choices)[_("1936 is the lowest share of all that are printed")]
    outcome = (
        _("follows from the printed shares")
        if check.verdict == EXACT
        else _("is possible but does not follow: the two per cent printed for 1938 may be lower")
        if check.verdict in HOLDS
        else _("contradicts the printed shares")
    )
    return _(
        "\N{LEFT DOUBLE QUOTATION MARK}The lowest in the history of the party\N{RIGHT DOUBLE QUOTATION MARK}, {printed} per "
        "cent in 1936, {outcome}. The pamphlet itself says that there are no national figures for 1936; its two or three "
        "per cent are those of Smolensk."
    ).format(printed=prose(choices)["exchange-1936-percent"].text, outcome=outcome)


def published_finding(choices: Choices) -> str:
    """Say how the printed shares and numbers stand among the published ones."""
    said = []
    for frame, what in ((compare_shares(choices), _("shares")), (compare_numbers(choices), _("numbers"))):
        parts = [
            f"{_(word)}: {years(frame.loc[frame['verdict'] == word, 'label'])}"
            for word in VERDICTS
            if (frame["verdict"] == word).any()
        ]
        said.append(
            _("printed {what} against published ones \N{EN DASH} {parts}").format(what=what, parts="; ".join(parts))
        )
    return _("Published figures, without those known only through the pamphlet: {said}.").format(said=". ".join(said))


def belyi_finding(choices: Choices) -> str:
    """Set the printed example of one district beside the printed share of the country."""
    text = prose(choices)
    expelled, members = text["belyi-1937-expelled"], text["belyi-1937-members"]
    return _(
        "In the pamphlet's own example for 1937, the district of Belyi, {a} of {b} members and candidates were expelled: "
        "{share}, against {printed} per cent printed for the country. This is a complete count of one district, no sample, "
        "so it has no confidence interval and says nothing about other districts."
    ).format(
        a=expelled.text,
        b=members.text,
        share=percent(100 * float(expelled.value / members.value)),
        printed=pairs(choices).set_index("year").loc[1937, "share_text"],
    )


def reinstated_finding(choices: Choices) -> str:
    """Say what share of the expelled, or of the appeals, was taken back."""
    rows, several = reinstated(choices), together(choices)
    printed = rows[(rows["origin"] == "printed") & (rows["where"] == "ussr_1938")].iloc[0]
    rivals = rows[(rows["campaign"] == printed["campaign"]) & (rows["origin"] == "published")]
    first = _("1929: {share} of the expelled were reinstated as printed").format(
        share=percent(100 * printed["value"], 0)
    )
    if len(rivals):
        others = joined(
            [f"{percent(100 * v, 0)} ({a})" for v, a in zip(rivals["value"], rivals["author"], strict=True)]
        )
        first += _(", {others} as published").format(others=others)
    return _(
        "{first}. 1937: in {places} places that one plenum listed together, {part} of {of} appeals that were examined led to "
        "reinstatement ({share}); those appeals are not all of the expelled, and the places were not drawn by lot."
    ).format(
        first=first,
        places=several["places"],
        part=number(several["part"]),
        of=number(several["of"]),
        share=percent(100 * several["value"]),
    )


def option_finding(choices: Choices, year: int = 1933) -> str:
    """Say between which shares a year moves when the base is varied."""
    from analysis.party_bases import by_option

    frame = by_option(choices, "base")
    frame = frame[(frame["year"] == year) & frame["rate"].notna()]
    if frame.empty:
        return _("No base qualifies under these choices.")
    name = years([frame["label"].iloc[0]])
    said = joined(
        [f"{percent(100 * r.rate)} of {number(r.base_value)} {_(BASE_WORDS[r.option])}" for r in frame.itertuples()]
    )
    return ngettext(
        "The printed number for {name} is {said}.",
        "The printed number for {name} is {said}, as the base is chosen.",
        len(frame),
    ).format(name=name, said=said)


def pair_table(choices: Choices) -> pd.DataFrame:
    """Return the table at note 84 as printed."""
    frame = pairs(choices)
    return pd.DataFrame(
        {_("Campaign"): frame["label"], _("Number expelled"): frame["number_text"], _("Per cent"): frame["share_text"]}
    )


def implied_table(choices: Choices) -> pd.DataFrame:
    """Return the implied bases in millions, for display."""
    frame = implied_bases(choices)
    frame = frame[frame["value"].notna()]
    return pd.DataFrame(
        {
            _("Campaign"): frame["label"],
            _("Number"): frame["number_text"],
            _("Per cent"): frame["share_text"],
            _("Implied base"): [span(v, v) for v in frame["value"]],
            _("Every digit counts"): [span(a, b) for a, b in zip(frame["low"], frame["high"], strict=True)],
            _("Final zeros rounded"): [span(a, b) for a, b in zip(frame["wide_low"], frame["wide_high"], strict=True)],
        }
    )


def fit_table(choices: Choices) -> pd.DataFrame:
    """Return the counts near each campaign and whether they fit, for display."""
    frame = fits(choices).reindex(
        columns=["label", "count", "date", "months", "author", "origin", "fit", "disputed", "verification"]
    )
    words = {"narrow": _("yes"), "wide": _("only with zeros rounded"), "no": _("no")}
    return pd.DataFrame(
        {
            _("Campaign"): frame["label"],
            _("Count"): frame["count"],
            _("Date"): frame["date"].fillna(_("none collected")),
            _("Months away"): frame["months"],
            _("Author"): frame["author"].fillna(""),
            _("Origin"): [_(o) if isinstance(o, str) else "" for o in frame["origin"]],
            _("Fits"): frame["fit"].map(words).fillna(""),
            _("Remark"): [
                "; ".join(
                    x for x in (_("disputed") if d is True else "", _("unchecked") if v == "unchecked" else "") if x
                )
                for d, v in zip(frame["disputed"], frame["verification"], strict=True)
            ],
        }
    )


def verdict_table(choices: Choices) -> pd.DataFrame:
    """Return the verdicts on printed shares and numbers against published ones, for display."""
    found = [compare_shares(choices).assign(what=_("share")), compare_numbers(choices).assign(what=_("number"))]
    frame = pd.concat(found, ignore_index=True)
    return pd.DataFrame(
        {
            _("Campaign"): frame["label"],
            _("What"): frame["what"],
            _("Verdict"): [_(v) for v in frame["verdict"]],
            _("Working"): frame["working"],
        }
    )


def estimate_text(row) -> str:
    """Write a published figure: a percentage or persons, with the words for an open bound."""
    show = (lambda x: percent(100 * x)) if row.measure.endswith("share") else (lambda x: number(x, 0))
    if pd.notna(row.low) and pd.isna(row.high) and (pd.isna(row.value) or row.low == row.value):
        return _("more than {n}").format(n=show(row.low))
    if pd.isna(row.value):
        return f"{show(row.low)}\N{EN DASH}{show(row.high)}"
    return show(row.value)


def estimate_table(choices: Choices, measure: str) -> pd.DataFrame:
    """Return the published figures of one measure side by side, for display."""
    frame = estimates_of(choices, measure)
    table = {
        _("Campaign"): frame["campaign_label"],
        _("Published"): [estimate_text(r) for r in frame.itertuples()],
        _("Period"): [r.start if r.start == r.end else f"{r.start} to {r.end}" for r in frame.itertuples()],
        _("Base of the share"): frame["base"],
        _("Author"): frame["author"],
        _("Origin"): [_(o) for o in frame["origin"]],
        _("In the verdict"): [_("yes") if c else _("no") for c in frame["compared"]],
        _("Note"): frame["note"],
    }
    if measure == "expelled":
        table.pop(_("Base of the share"))
        table[_("Of the chosen base")] = frame["rate"]
    return pd.DataFrame(table)


def reinstated_table(choices: Choices) -> pd.DataFrame:
    """Return the shares of the reinstated, for display."""
    frame = reinstated(choices).assign(measure="reinstated_share")
    return pd.DataFrame(
        {
            _("Where"): [where(w) for w in frame["where"]],
            _("Campaign"): frame["campaign"].str.replace("_", " "),
            _("Reinstated"): [estimate_text(r) for r in frame.itertuples()],
            _("Of whom"): [_(WHOLE[w]) for w in frame["whole"]],
            _("Persons"): [
                f"{number(p)} / {number(o)}" if pd.notna(o) else ""
                for p, o in zip(frame["part"], frame["of"], strict=True)
            ],
            _("Origin"): [_(o) for o in frame["origin"]],
            _("Author"): frame["author"],
        }
    )


def where(territory: str) -> str:
    """Write a territory in plain words."""
    return {"ussr_1938": _("Soviet Union"), "soviet_russia": _("Soviet Russia")}.get(
        territory, territory.replace("_", " ").capitalize()
    )


def option_table(choices: Choices, option: str) -> pd.DataFrame:
    """Return the recomputed shares under every value of one choice, for display: a row a campaign."""
    from analysis.party_bases import by_option

    frame = by_option(choices, option)
    frame = frame[frame["printed"].notna()]
    wide = frame.pivot(index="label", columns="option", values="rate")
    wide = wide.reindex(index=frame["label"].unique(), columns=frame["option"].unique())
    wide.columns = [_(BASE_WORDS.get(c, c.replace("_", " "))) for c in wide.columns]
    printed = frame.drop_duplicates("label").set_index("label")["printed"]
    return wide.assign(**{_("printed"): printed}).reset_index().rename(columns={"label": _("Campaign")})
