"""Published growth in pictures: by author, by year, and by the choices made."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.display.parts import MOST_SERIES
from analysis.ledger.comparison import require_alike
from analysis.text.words import _, number
from analysis.topics.production import published as economy_published
from analysis.topics.production import windows as economy_choices
from analysis.topics.production.figures import GROWTH, NOTEBOOK
from analysis.topics.production.findings import rate_text
from analysis.topics.production.model import Choices
from analysis.topics.production.published import COVERAGE_WORDS, KIND_WORDS, short_label, words_for


def to_draw(choices: Choices) -> tuple[pd.DataFrame, str]:
    """Return the estimates for the picture by author, and a sentence where they are not those asked for.

    Returns
    -------
    tuple of pandas.DataFrame and str
        The rows over the chosen window. Where there is none, those over other windows; where there is none
        of these either, those at any price base; the sentence then says so.
    """
    rows = economy_published.in_window(choices)
    if len(rows):
        return rows, ""
    window = f"{choices.start}\N{EN DASH}{choices.end}"
    windows = [choices.but(start=a, end=b) for a, b in economy_choices.windows(choices)]
    rows = pd.concat([economy_published.in_window(c) for c in windows], ignore_index=True)
    if len(rows):
        says = _("No estimate was collected for exactly {window} under these choices; other windows are shown.")
        return rows, says.format(window=window)
    rows = economy_published.in_window(choices.but(price_base="any"))
    return rows, _("No estimate was collected at the price base chosen; all price bases are shown.")


def _percentages(rows: pd.DataFrame) -> dict[str, pd.Series]:
    return {c: 100 * rows[c] for c in ("value", "low", "high")}


def _said(data: pd.DataFrame) -> str:
    return "; ".join(f"{r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples())


def forest_data(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rates by author for drawing, per cent a year, one panel per like kind; official ones highlighted."""
    return pd.DataFrame(
        {
            "label": [short_label(r) for r in rows.itertuples()], "x": rows["published"], "panel": rows["panel"],
            **_percentages(rows), "verification": rows["verification"], "highlight": rows["official"],
            "lineage": rows["lineage"], "id": rows["id"],
        }
    )  # fmt: skip


def forest_figure(choices: Choices) -> Bundle:
    """Return published growth over the chosen window by author, oldest first; official estimates marked."""
    rows, instead = to_draw(choices)
    data = forest_data(rows)
    window = f"{choices.start}\N{EN DASH}{choices.end}"
    return figures.bundle(
        "05_growth_by_author", "forest", data, title=_forest_title(choices, window, instead),
        caption=_(
            "Annual growth by author in order of publication; a panel holds one coverage, one kind of index and one "
            "window. Official estimates are marked (TsSU: the Central Statistical Administration). {n} estimates "
            "of {lineages} lineages: estimates that descend from one another count once. The panels measure unlike "
            "things and are not rivals for one number."
        ).format(n=len(rows), lineages=rows["lineage"].nunique()),
        alt=_("Estimates by author, per cent a year. {said}.").format(said=_said(data)),
        description=_("Price bases stand beside the names; where a source states none, the label says so."),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1,
        inside_note=" ".join(n for n in (instead, _annexation_note(choices)) if n),
        interval=_("Thin bars: a range given by the source."),
    )  # fmt: skip


def _forest_title(choices: Choices, window: str, instead: str) -> str:
    gap = None if instead else economy_choices.official_gap(choices)
    if gap is not None and gap[0] > 0:
        return _("{window}: every official rate for industry is above every other rate collected").format(window=window)
    subject = _("industry") if choices.measure == "industry" else _("national income and product")
    return _("Growth of {subject} by author").format(subject=subject)


def _annexation_note(choices: Choices) -> str:
    return _("The end of the window includes territory annexed in 1939\N{EN DASH}40.") if choices.annexations else ""


def lines_data(choices: Choices) -> pd.DataFrame:
    """Return indexes over the chosen window, first year = 100: annual series, and end points of other estimates.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (one coverage and kind; official gross output has all and large-scale industry as two named
        lines), ``group``, ``x`` (year), ``value``, ``verification``, ``sources``, ``locator``. Of releases of one
        lineage the latest is drawn; estimates that are a range only are left out, and unchecked ones where
        there are more lines than the eye can tell apart.
    """
    data = _lines(choices)
    return data if data["group"].nunique() <= MOST_SERIES else _lines(choices.but(unchecked=False))


def _lines(choices: Choices) -> pd.DataFrame:
    series = economy_published.annual_series(choices)
    series = series[series["year"].between(choices.start, choices.end)].sort_values("year_published", kind="stable")
    latest = series.groupby(["population", "lineage"])["series"].transform("last")
    latest = series[series["series"] == latest]
    annual = [_indexed(rows, choices) for _name, rows in latest.groupby("series", sort=False)]
    drawn = {(p["population"].iloc[0], p["lineage"].iloc[0]) for p in annual}
    rows = economy_published.in_window(choices)
    rows = rows[rows["value"].notna()]
    rows = rows[[(r.population, r.lineage) not in drawn for r in rows.itertuples()]]
    parts = [*annual, *(_ends(row, choices) for row in rows.itertuples())]
    names = ["panel", "group", "x", "value", "verification", "sources", "locator"]
    return pd.concat(parts, ignore_index=True)[names]


def _indexed(rows: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    # One table of one book: its prices are alike even where it does not name them.
    labels = ("measure", "population", "sources", "quantity") + (() if choices.annexations else ("territory",))
    require_alike(rows, labels=labels)
    rows = rows.sort_values("year")
    kind = words_for(KIND_WORDS, rows["index_kind"].iloc[0])
    heading = f"{words_for(COVERAGE_WORDS, rows['population'].iloc[0])}; {kind}"
    if choices.measure == "industry":
        heading = _("official gross output, unchanged prices of 1926-27")
    name = rows["label"].iloc[0]
    if choices.measure == "industry":
        name = words_for(COVERAGE_WORDS, rows["population"].iloc[0])
    return rows.assign(
        panel=_capital(heading) + _(": by year"), group=name, x=rows["year"].astype(int),
        value=100 * rows["value"] / rows["value"].iloc[0],
    )  # fmt: skip


def _ends(row, choices: Choices) -> pd.DataFrame:
    ends = {"x": [choices.start, choices.end], "value": [100.0, 100 * (1 + row.value) ** choices.years]}
    same = {c: getattr(row, c) for c in ("verification", "sources", "locator")}
    heading = row.panel.rpartition(";")[0] + _(": end points only")
    return pd.DataFrame(ends).assign(panel=heading, group=short_label(row).partition(";")[0], **same)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def lines_figure(choices: Choices) -> Bundle:
    """Return indexes over the chosen window: official series by year, other estimates by their end points."""
    data = lines_data(choices)
    last = data[data["x"] == choices.end]
    said = "; ".join(f"{r.group}: {number(r.value, 0)}" for r in last.itertuples())
    return figures.bundle(
        "05_index", "lines", data.drop(columns=["sources", "locator"]), title=_lines_title(choices, last),
        caption=_(
            "Index, {start} = 100. Annual series are drawn by year. Of other estimates only the end points are known "
            "here (the rate over the window), so their lines are straight and say nothing about the years between. "
            "Panels hold unlike measures. Ranges are left out, and unchecked estimates where there are too many lines."
        ).format(start=choices.start),
        alt=_("Lines from {start} = 100 to {end}. Values in {end}: {said}.").format(
            start=choices.start, end=choices.end, said=said
        ),
        sources=data, unit=_("index, {start} = 100").format(start=choices.start), x_unit=_("year"), notebook=NOTEBOOK,
        inside_note=_annexation_note(choices), digits=0, panels_per_row=2,
    )  # fmt: skip


def _lines_title(choices: Choices, last: pd.DataFrame) -> str:
    if last.empty:
        return _("Indexes of output, {start} = 100").format(start=choices.start)
    top, low = last.loc[last["value"].idxmax()], last.loc[last["value"].idxmin()]
    if top["group"] == low["group"]:
        return _("{start} = 100: {group} reaches {value} in {end}").format(
            start=choices.start, end=choices.end, group=top["group"], value=number(top["value"], 0)
        )
    return _("{start} = 100 becomes {low} to {high} in {end}, depending on what is measured and by whom").format(
        start=choices.start, end=choices.end, low=number(low["value"], 0), high=number(top["value"], 0)
    )


def choices_data(choices: Choices) -> pd.DataFrame:
    """Return rates over the windows of the literature for drawing, one mark a window.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (kind of index), ``label`` (author, coverage, price base), ``group`` (window), ``value``, ``low``,
        ``high`` (per cent a year), ``verification``, ``sources``, ``locator``.
    """
    rows = economy_choices.in_windows(choices)
    if rows.empty:
        rows = to_draw(choices)[0]
    price = [words_for(economy_published.PRICE_WORDS, p) for p in rows["price_base"]]
    return pd.DataFrame(
        {
            "panel": [_capital(words_for(KIND_WORDS, k)) for k in rows["index_kind"]],
            "label": [f"{label}; {p}" for label, p in zip(rows["label"], price, strict=True)],
            "group": rows["window"], **_percentages(rows), "verification": rows["verification"],
            "sources": rows["sources"], "locator": rows["locator"],
        }
    ).sort_values(["panel", "label", "group"], kind="stable", ignore_index=True)  # fmt: skip


def choices_figure(choices: Choices) -> Bundle:
    """Return growth by author, coverage, price base, kind of index and window."""
    data = choices_data(choices)
    pairs = economy_choices.matched_pairs(choices)
    title = _("Growth by author, coverage, prices and window")
    if len(pairs):
        word = _(economy_choices.DIMENSION_WORDS[pairs["label"].iloc[0]])
        title = _("Among otherwise like figures the {label} moves the rate most, by up to {points} points").format(
            label=word, points=number(100 * pairs["largest"].iloc[0], 1)
        )
    return figures.bundle(
        "05_choices", "dots", data.drop(columns=["sources", "locator"]), title=title,
        caption=_(
            "Annual growth by author, coverage and price base (rows), kind of index (panels) and window (marks). "
            "Windows that end in 1940 are left out unless chosen. Marks in one row differ in the window only."
        ),
        alt=_("Rows of marks, per cent a year. {said}.").format(
            said=_said(data.assign(label=data["label"] + ", " + data["group"]))
        ),
        sources=data, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, panels_per_row=1,
        order=sorted(data["group"].unique()), interval=_("Thin bars: a range given by the source."),
    )  # fmt: skip
