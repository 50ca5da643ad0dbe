"""The summary of a sweep in three figures: the outcomes in order, what each parameter moves, and the verdicts.

Outcomes have unlike units. So that they can stand side by side, each is drawn on its own scale, from the lowest
of its values (0) to the highest (100); the ends are written in the heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.choices.multiverse import Decision, pull
from analysis.choices.multiverse_words import caution, pull_sentence
from analysis.display.bundles import Bundle, bundle, write
from analysis.text.words import _, joined, ngettext, number, percent

if TYPE_CHECKING:
    from analysis.choices.grid import Grid

#: More panels than this do not fit on one page; the table has all outcomes.
MOST_PANELS = 12
#: More settings than this are drawn as a systematic sample, at equal steps of rank.
MOST_DRAWN = 120
#: Pairs grow with the square of a parameter's values; from here on they would take minutes.
MOST_VALUES = 100
FOLDER = "figures"
#: Inside the picture: a panel on expulsions may stand beside one on acts of the state.
APART = "Panels are different measures, each on its own scale; none stands for another."


def write_summary(grid: Grid, frame: pd.DataFrame, names: Sequence[str], root: Path) -> list[Path]:
    """Draw the summary of a sweep and write it below a folder, in every format.

    Parameters
    ----------
    grid : analysis.choices.grid.Grid
        Says which parameters were swept.
    frame : pandas.DataFrame
        Output of :func:`recount.sweeps.results.results_frame`.
    names : sequence of str
        The outcomes among its columns.
    root : Path
        Files go to ``figures/`` in it.

    Returns
    -------
    list of Path
        Empty if no outcome differs between the settings and none is a word.
    """
    found = summary(grid, frame, names)
    for path in (root / FOLDER).glob("sweep_*"):
        # Of an earlier sweep into the same folder.
        path.unlink()
    return [path for each in found for path in write(each, root / FOLDER)]


def summary(grid: Grid, frame: pd.DataFrame, names: Sequence[str]) -> list[Bundle]:
    """Return the figures of a sweep: outcomes in order, pulls, verdicts; each only where there is something to show.

    Pulls are left out where a parameter has more than :data:`MOST_VALUES` values.
    """
    frame = frame[frame["error"] == ""]
    swept = [decision(name, frame[name]) for name in grid.values if frame[name].nunique() > 1]
    swept = swept if all(len(d.options) <= MOST_VALUES for d in swept) else []
    numbers = [name for name in names if is_number(frame[name])]
    moving = [name for name in numbers if frame[name].nunique() > 1]
    words = [name for name in names if name not in numbers and frame[name].notna().any()]
    found = []
    if moving:
        found.append(outcomes_figure(grid, frame, moving, swept, len(numbers)))
        if swept:
            found.append(pull_figure(grid, frame, moving, swept))
    if words:
        found.append(verdicts_figure(grid, frame, words))
    return found


def is_number(column: pd.Series) -> bool:
    """Whether a column is one of numbers; truth values are words here."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def decision(name: str, column: pd.Series) -> Decision:
    """Return a swept parameter as a decision, its values in the order of the settings."""
    options = tuple(dict.fromkeys(column))
    return Decision(name, options, dict.fromkeys(options, "a value of the grid"), label=plain(name))


def plain(name: str) -> str:
    """Return a name in words: underscores as blanks."""
    return name.replace("_", " ")


def outcomes_figure(
    grid: Grid, frame: pd.DataFrame, moving: Sequence[str], swept: Sequence[Decision], every: int
) -> Bundle:
    """Draw each outcome from its lowest value to its highest, a point a setting."""
    shown = list(moving[:MOST_PANELS])
    data = pd.concat([_ranked(frame, name) for name in shown], ignore_index=True)
    pulls = {name: _pulls(frame, name, swept) for name in shown if swept}
    ends = [f"{plain(name)} {ends_text(frame[name])}" for name in shown]
    title = _("{k} of {n} outcomes in numbers move over {settings} settings").format(
        k=len(moving), n=every, settings=number(len(frame))
    )
    most = _leader(pulls.values())
    title += f"; {most}" if most else ""
    drawn = _("Each point is a setting, lowest outcome first.")
    if len(frame) > MOST_DRAWN:
        sampled = _("Drawn are {k} of {n} settings, at equal steps of rank.")
        drawn += " " + sampled.format(k=MOST_DRAWN, n=number(len(frame)))
    left_out = [plain(name) for name in moving[MOST_PANELS:]]
    more = " " + _("Not drawn, for want of room: {list}.").format(list=joined(left_out)) if left_out else ""
    scale = _("Every panel has its own scale: 0 is the lowest value, 100 the highest.")
    alt = _("Rising lines in {n} panels, an outcome each. {title}. Lowest and highest: {ends}.")
    return bundle(
        "sweep_outcomes", "lines", data, title=title,
        caption=f"{drawn} {scale}{more} {caution()}", alt=alt.format(n=len(shown), title=title, ends="; ".join(ends)),
        description=" ".join(f"{plain(name)}: {pull_sentence(found, _show)}" for name, found in pulls.items()),
        unit=_("Lowest to highest value of each outcome, per cent of the way"),
        x_unit=_("Settings in order of the outcome"), inside_note=_(APART), notebook=grid.notebook, digits=0,
    )  # fmt: skip


def ends_text(column: pd.Series) -> str:
    """Write the lowest and the highest value of a column: ``"12 to 14"``."""
    known = column.dropna()
    digits = 0 if (known == known.round()).all() else 2 if known.abs().max() < 10 else 1
    low, high = (number(float(end), digits) for end in (known.min(), known.max()))
    return _("{low} to {high}").format(low=low, high=high)


def _ranked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    values = np.sort(frame[name].dropna().to_numpy(dtype=float))
    kept = np.unique(np.linspace(0, len(values) - 1, min(MOST_DRAWN, len(values))).round().astype(int))
    scaled = 100 * (values[kept] - values[0]) / (values[-1] - values[0])
    missing = len(frame) - len(values)
    heading = f"{plain(name)}: {ends_text(frame[name])}"
    heading += " " + _("({n} without)").format(n=number(missing)) if missing else ""
    columns = {"panel": heading, "label": "", "x": kept + 1, "value": scaled, "outcome": values[kept], "name": name}
    return pd.DataFrame(columns)


def _pulls(frame: pd.DataFrame, name: str, swept: Sequence[Decision]) -> pd.DataFrame:
    coded = frame.assign(**{d.name: pd.Categorical(frame[d.name], categories=list(d.options)) for d in swept})
    return pull(coded, name, swept)


def _show(value: float) -> str:
    return number(value, 2)


def _leader(pulls: Iterable[pd.DataFrame]) -> str:
    """Say which parameter moves most outcomes most, if there is one that does so for more than half of them."""
    first = [found["label"][found["mean"] == found["mean"].max()] for found in pulls]
    counts = pd.Series([labels.iloc[0] for labels in first if len(labels) == 1], dtype="str").value_counts()
    if counts.empty or 2 * counts.iloc[0] <= len(first):
        return ""
    if counts.iloc[0] == len(first):
        return _("“{name}” moves most").format(name=counts.index[0])
    return _("“{name}” moves {n} of them most").format(name=counts.index[0], n=counts.iloc[0])


def pull_figure(grid: Grid, frame: pd.DataFrame, moving: Sequence[str], swept: Sequence[Decision]) -> Bundle:
    """Draw how far each parameter moves each outcome when it alone is changed, as a share of the outcome's range."""
    shown, parts = list(moving[:MOST_PANELS]), []
    for name in shown:
        span = float(frame[name].max() - frame[name].min())
        found = _pulls(frame, name, swept)
        parts.append(pd.DataFrame({
            "panel": plain(name), "label": found["label"], "value": 100 * found["mean"] / span,
            "text": np.where(found["pairs"] > 0, "", _("no pairs")),
        }))  # fmt: skip
    data = pd.concat(parts, ignore_index=True)
    best = data.loc[data["value"].idxmax()]
    share = percent(best["value"], 0)
    title = _("Changed alone, “{name}” moves “{outcome}” by {share} of its range on average").format(
        name=best["label"], outcome=best["panel"], share=share
    )
    mean = _(
        "Mean movement over all pairs of settings that differ in one parameter alone, in per cent of the distance "
        "between the lowest and the highest value of the outcome."
    )
    return bundle(
        "sweep_pull", "dots", data, title=title,
        caption=f"{mean} {caution()}",
        alt=_("Dots in {n} panels, a row a parameter. {title}.").format(n=len(shown), title=title),
        unit=_("Mean movement, per cent of the outcome's range"), inside_note=_(APART),
        notebook=grid.notebook, digits=0,
    )  # fmt: skip


def verdicts_figure(grid: Grid, frame: pd.DataFrame, words: Sequence[str]) -> Bundle:
    """Draw how many settings give each verdict."""
    counted = [(name, say(value), count) for name in words[:MOST_PANELS]
               for value, count in frame[name].value_counts(sort=False).items()]  # fmt: skip
    data = pd.DataFrame(counted, columns=["name", "label", "value"])
    data.insert(0, "panel", data["name"].map(plain))
    same = [name for name in words if frame[name].nunique() == 1 and frame[name].notna().all()]
    turning = len(words) - len(same)
    turns = ngettext(
        "{k} of {n} verdict depends on the setting", "{k} of {n} verdicts depend on the setting", len(words)
    )  # fmt: skip
    title = (
        turns.format(k=turning, n=len(words)) if turning
        else _("No setting of {n} changes a verdict").format(n=number(len(frame)))
    )  # fmt: skip
    listed = "; ".join(f"{r.panel}: {r.label}, {number(r.value)}" for r in data.itertuples())
    return bundle(
        "sweep_verdicts", "bars", data, title=title,
        caption=f"{_('Settings that give each verdict or answer.')} {caution()}",
        alt=_("Bars, a panel a verdict. {title}. {list}.").format(title=title, list=listed),
        unit=_("Settings"), notebook=grid.notebook, digits=0,
    )  # fmt: skip


def say(value: object) -> str:
    """Write a verdict or a truth value."""
    return (_("yes") if value else _("no")) if isinstance(value, bool | np.bool_) else _(str(value))
