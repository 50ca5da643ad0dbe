"""The tables of the notebook on the fastest growth as a reader sees them."""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.ledger import ask
from analysis.text.words import _, percent
from analysis.topics.fastest import industry, model
from analysis.topics.fastest.choices import Choices
from analysis.topics.fastest.findings import MEASURE_SHORT, capital, window
from analysis.topics.fastest.model import LAST

#: The claims in words that the notebook is about.
CLAIMS = ("production-1930s-rank", "income-1929-1938-rank")


def printed_rows(choices: Choices) -> pd.DataFrame:
    """Return the printed comparisons in words."""
    rows = quantities.read_printed("production_income", choices.reading)
    return rows[rows["measure"] == "rank"].reset_index(drop=True)


def printed_table(choices: Choices) -> pd.DataFrame:
    """Return the printed comparisons in words for display."""
    rows = printed_rows(choices)
    subjects = {"national_income": _("National income"), "production": _("Production")}
    periods = [a if a == b else f"{a}\N{EN DASH}{b}" for a, b in zip(rows["start"], rows["end"], strict=True)]
    return pd.DataFrame(
        {
            _("What grew"): [subjects.get(s, s) for s in rows["subject"]], _("Period"): periods,
            _("Printed"): rows["printed"], _("Remark"): rows["remark"],
        }
    )  # fmt: skip


def claims_table(choices: Choices) -> pd.DataFrame:
    """Return what the ledger says of the printed comparisons."""
    rows = ask.rows(CLAIMS, choices.reading)
    return pd.DataFrame(
        {
            _("Claim"): rows["statement"], _("Printed"): rows["printed"],
            _("Arithmetic"): [_(v) for v in rows["arithmetic"]], _("Against others"): [_(v) for v in rows["evidence"]],
            _("Working"): rows["working"],
        }
    )  # fmt: skip


def windows_rows(choices: Choices) -> pd.DataFrame:
    """Return the rows behind :func:`windows_table`: one window a country, or for industry the printed windows."""
    return industry.industry_rows(choices) if choices.measure == "industry" else model.fastest(choices)


def windows_sources(choices: Choices) -> pd.DataFrame:
    """Return the rows that the footnotes of :func:`windows_table` are made from."""
    if choices.measure == "industry":
        return industry.industry_rows(choices)
    return model.series_rows(choices.measure, choices.release)


def windows_table(choices: Choices) -> pd.DataFrame:
    """Return the windows faster than the Soviet one, a country each, and the Soviet one; of industry all windows."""
    rows = windows_rows(choices)
    own = rows.loc[rows["soviet"], "value"].max()
    if choices.measure != "industry":
        rows = rows[rows["value"] >= own] if own == own else rows[rows["value"].notna()].head(20)
    table = pd.DataFrame(
        {
            _("Country"): rows["country"],
            _("Years"): [window(r) for r in rows.itertuples()],
            _("Growth a year"): [percent(100 * v) for v in rows["value"]],
        }
    )
    if "panel" in rows:
        return table.assign(**{_("Source and measure"): rows["panel"]})
    return table.assign(**{_("First level, of the highest earlier one"): [_share(v) for v in rows["over_peak"]]})


def _share(value: float) -> str:
    return _("not held") if value != value else percent(100 * value, 0)


def places_table(choices: Choices) -> pd.DataFrame:
    """Return how many other countries once grew faster, by measure, threshold and period, at the length chosen."""
    rows = model.places(choices)
    wide = rows.assign(
        said=[
            _("no Soviet window")
            if pd.isna(r.faster)
            else _("{faster} of {n}").format(faster=int(r.faster), n=int(r.of))
            for r in rows.itertuples()
        ]
    ).pivot(index=["measure", "release", "earlier_only"], columns="threshold", values="said")
    # The order of the measures, those that ended by 1938 first.
    order = [
        k for k in rows[["measure", "release", "earlier_only"]].drop_duplicates().itertuples(index=False, name=None)
    ]
    wide = wide.loc[sorted(order, key=lambda key: not key[2])]
    heads = {
        t: _("Begins at {share} or more").format(share=percent(100 * t, 0)) if t else _("All windows") for t in wide
    }
    names = [capital(_(MEASURE_SHORT[m])) + (_(", release of 2010") if r == "2010" else "") for m, r, _e in wide.index]
    until = [_("by {last}").format(last=LAST) if e else _("by 2000") for _m, _r, e in wide.index]
    columns = {_("Measure"): names, _("Windows of others"): until} | {heads[t]: wide[t].to_list() for t in wide}
    return pd.DataFrame(columns)
