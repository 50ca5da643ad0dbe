"""Tables of the notebook on expulsions, ready for display."""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.data.sources import source_rows
from analysis.text.verdicts import NONE_COLLECTED
from analysis.text.words import _, number, percent
from analysis.topics.purges.bases import by_option, fits, if_unchecked
from analysis.topics.purges.findings import estimate_text, span
from analysis.topics.purges.model import (
    BASE_WORDS,
    DATE_RULES,
    ONE_OR_TWO,
    Choices,
    implied_bases,
    pairs,
    printed_shares,
)
from analysis.topics.purges.published import WHOLE, estimates_of, evidence, reinstated, taken_back

WHAT = {"share": "share", "number": "number"}


def percent_columns() -> dict[str, str]:
    """Return the display formats of the tables that :func:`option_table` makes."""
    names = (*BASE_WORDS.values(), *(r.replace("_", " ") for r in DATE_RULES), *ONE_OR_TWO, "printed")
    return {_(name): "percent" for name in names}


def pair_table(choices: Choices) -> pd.DataFrame:
    """Return the table at note 84 as printed."""
    frame = pairs(choices)
    return pd.DataFrame(
        {_("Campaign"): frame["label"], _("Number expelled"): frame["number_text"], _("Per cent"): frame["share_text"]}
    )


def earlier_table(choices: Choices) -> pd.DataFrame:
    """Return the table at note 11 as printed."""
    frame = printed_shares(choices)
    frame = frame[frame["note"] == "11"]
    return pd.DataFrame({_("Campaign"): frame["label"], _("Per cent expelled"): frame["printed"]})


def prose_table(choices: Choices) -> pd.DataFrame:
    """Return what the running text prints on the campaigns of the table at note 84."""
    rows = quantities.read_printed("screening_prose", choices.reading, rule=choices.rule)
    measures = ("screened", "expelled", "expelled_share", "reinstated", "reinstated_share", "cards_issued")
    kinds = "screening_1929|screening_1933|verification_1935|exchange_1936|expulsions_1937"
    about = (
        rows["subject"].str.fullmatch(kinds)
        & rows["measure"].isin(measures)
        & (rows["cited_source"] != "conquest_1968")
    )
    part_of = "belyi|leaders|joined"
    rows = rows[about & (~rows["population"].str.contains(part_of) | (rows["population"] == "party_belyi"))]
    return pd.DataFrame(
        {
            _("Campaign"): rows["subject"].str.replace("screening", "chistka").str.replace("_", " "),
            _("What"): rows["measure"].str.replace("_", " "),
            _("Where"): [where(t) for t in rows["territory"]],
            _("Printed"): rows["printed"],
            _("Unit"): rows["unit"].str.replace("_", " "),
            _("Note"): rows["footnote"],
        }
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
    words = {"narrow": _("yes"), "wide": _("only with zeros rounded"), "open": _("not excluded"), "no": _("no")}
    return pd.DataFrame(
        {
            _("Campaign"): frame["label"],
            _("Count"): frame["count"],
            _("Date"): frame["date"].fillna(_(NONE_COLLECTED)),
            _("Months away"): frame["months"],
            _("Author"): frame["author"].fillna(""),
            _("Origin"): [_(o) if isinstance(o, str) else "" for o in frame["origin"]],
            _("Fits"): frame["fit"].map(words).fillna(""),
            _("Remark"): [_remark(d, v) for d, v in zip(frame["disputed"], frame["verification"], strict=True)],
        }
    )


def _remark(disputed, verification) -> str:
    said = [_("disputed")] if disputed is True else []
    return "; ".join([*said, _("unchecked")] if verification == "unchecked" else said)


def verdict_table(choices: Choices) -> pd.DataFrame:
    """Return what the ledger says of printed shares and numbers against published ones, for display."""
    frame = evidence(choices)
    return pd.DataFrame(
        {
            _("Campaign"): frame["label"],
            _("What"): [_(WHAT[what]) for what in frame["what"]],
            _("Printed"): frame["printed"],
            _("Verdict"): [_(v) for v in frame["verdict"]],
            _("Working"): frame["working"],
        }
    )


def unchecked_table(choices: Choices) -> pd.DataFrame:
    """Return what would follow from counts that nobody has looked up yet, for display."""
    frame = if_unchecked(choices).reindex(
        columns=["label", "author", "date", "count", "rate", "printed_low", "printed_high", "fits", "now"]
    )
    words = {"narrow": _("yes"), "wide": _("only with zeros rounded"), "open": _("not excluded"), "no": _("no"),
             "none": _(NONE_COLLECTED)}  # fmt: skip
    return pd.DataFrame(
        {
            _("Campaign"): frame["label"],
            _("Unchecked count"): frame["count"],
            _("Date"): frame["date"],
            _("Author"): frame["author"],
            _("Printed number over it"): [percent(100 * rate, 2) for rate in frame["rate"]],
            _("Printed share allows"): [
                f"{percent(100 * a)}–{percent(100 * b)}"
                for a, b in zip(frame["printed_low"], frame["printed_high"], strict=True)
            ],
            _("Would fit"): [_("yes") if fit else _("no") for fit in frame["fits"]],
            _("Fits now"): frame["now"].map(words),
        }
    )


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
    """Write a territory in plain words: ``"Moscow, Sovetskii raion"`` for ``moscow_sovetskii_raion``."""
    known = {
        "ussr_1938": _("Soviet Union"),
        "soviet_russia": _("Soviet Russia"),
        "several_oblasts": _("several oblasts"),
    }
    if territory in known:
        return known[territory]
    small = ("raion", "krai", "oblast", "and", "city", "state", "university")
    return " ".join(w if w in small else w.capitalize() for w in territory.split("_"))


def option_table(choices: Choices, option: str) -> pd.DataFrame:
    """Return the recomputed shares under every value of one choice, for display: a row a campaign."""
    frame = by_option(choices, option)
    frame = frame[frame["printed"].notna()]
    wide = frame.pivot(index="label", columns="option", values="rate")
    wide = wide.reindex(index=frame["label"].unique(), columns=frame["option"].unique())
    wide.columns = [_(BASE_WORDS.get(c, c.replace("_", " "))) for c in wide.columns]
    printed = frame.drop_duplicates("label").set_index("label")["printed"]
    return wide.assign(**{_("printed"): printed}).reset_index().rename(columns={"label": _("Campaign")})


def near_rows(choices: Choices) -> pd.DataFrame:
    """Return the sources behind :func:`fit_table`."""
    return source_rows(fits(choices))


def unchecked_rows(choices: Choices) -> pd.DataFrame:
    """Return the sources behind :func:`unchecked_table`."""
    return source_rows(if_unchecked(choices))


def published_rows(choices: Choices) -> pd.DataFrame:
    """Return the sources behind :func:`verdict_table`."""
    return source_rows(*[estimates_of(choices, measure) for measure in ("expelled_share", "expelled")])


def estimate_rows(choices: Choices, measure: str) -> pd.DataFrame:
    """Return the sources behind :func:`estimate_table`."""
    return source_rows(estimates_of(choices, measure))


def reinstated_rows(choices: Choices) -> pd.DataFrame:
    """Return the sources behind :func:`reinstated_table` and the sentence below it."""
    return source_rows(reinstated(choices), taken_back(choices))
