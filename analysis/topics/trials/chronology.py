"""Dates that the pamphlet prints for the trials, and whether the events can have happened in this order."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.data import quantities, tables
from analysis.data.memo import memoised
from analysis.ledger import ask
from analysis.numbers import dates
from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import CONTRADICTION
from analysis.text.words import _
from analysis.topics.trials.model import TRIALS, Choices, published

#: "End of March" is read as its last days, from this one on.
END_OF_MONTH = 21
ARREST = "generals-arrested-1937-05-26"
EXECUTION = "generals-execution-1937-05-12"
#: Day 0 of the axis of the figure.
FIRST_DAY = "1937-03-01"
#: Claims on dates that the ledger tests: claim -> (trial, what must hold).
DATED = {
    "trial-1937-verdict": ("trial_1937", "The verdict of 1937 within the days of the trial"),
    "trial-1937-february": ("trial_1937", "The trial of 1937 dated once to January and once to February"),
    "coup-decided-1937-03": ("trial_generals_1937", "The coup: the decision before the last day it sets"),
    "tukhachevskii-demoted-1937-05-11": ("trial_generals_1937", "Generals: removals before the arrest"),
    ARREST: ("trial_generals_1937", "Generals: the arrest before announcement and execution"),
    "generals-announced-1937-06-11": ("trial_generals_1937", "Generals: the charge announced before the execution"),
    "generals-shot-1937-06-11-davies": (
        "trial_generals_1937", "Generals: shot (quoted from Davies) before the execution is published",
    ),
    "trial-1938-announced-02-27": ("trial_1938", "1938: the announcement before the trial"),
}  # fmt: skip
#: The printed first and last day of a trial.
DAYS = {"trial_1936": "trial-1936-days", "trial_1937": "trial-1937-days", "trial_1938": "trial-1938-days"}
EVENTS = {
    "coup-decided-1937-03": "Date of the coup set, as told",
    "coup-latest-1937-03-15": "Last day set for the coup, as told",
    "commissars-restored-1937-05-08": "Political commissars restored",
    "tukhachevskii-demoted-1937-05-11": "Tukhachevsky moved to a lower post",
    EXECUTION: "Execution published",
    ARREST: "Arrest",
    "generals-announced-1937-06-11": "Arrest and charge announced",
    "generals-shot-1937-06-11-davies": "Shot, in the words of Davies",
}


@memoised
def printed_dates(choices: Choices) -> pd.DataFrame:
    """Return the printed dates, corrected or not, by id, with the column ``action``."""
    return quantities.apply_corrections(tables.load_pamphlet("dates"), choices.reading).set_index("id", drop=False)


def first_day(row: pd.Series) -> str:
    """Return the first date that a row can mean, as precise as it is: the end of a month begins on its 21st."""
    whole_month = len(row["start"]) == 7
    return f"{row['start']}-{END_OF_MONTH}" if whole_month and row["printed"].startswith("end of") else row["start"]


def order_checks(choices: Choices) -> dict[str, Check]:
    """Return the ledger's checks of dates for the trials chosen."""
    return _order_checks(choices, choices.reading)


def _order_checks(choices: Choices, reading: str) -> dict[str, Check]:
    return ask.own_tests({_(words): name for name, (trial, words) in DATED.items() if trial in choices.trials}, reading)


def slips(choices: Choices) -> dict[str, list[str]]:
    """Return the misprinted dates behind failing checks as printed: cell -> what fails, and holds once it is mended.

    A check belongs to a cell that ``corrections.csv`` dates anew if it rests on it. One misprint that breaks several
    orders is one finding.
    """
    printed, read = (_order_checks(choices, reading) for reading in ("as_printed", "as_corrected"))
    rests = ask.ledger()["rests_on"]
    redated = [c.id for c in tables.load_corrections().itertuples() if c.action == "redate"]
    found: dict[str, list[str]] = {}
    for name, (_trial, words) in DATED.items():
        label = _(words)
        if label not in printed or printed[label].verdict != CONTRADICTION or read[label].verdict == CONTRADICTION:
            continue
        cause = next(cell for cell in redated if cell == name or cell in rests[name].replace(";", " ").split())
        found.setdefault(cause, []).append(label)
    return found


def day_table(choices: Choices) -> pd.DataFrame:
    """Return the printed days of the trials beside the published ones.

    Returns
    -------
    pandas.DataFrame
        ``trial`` (words), ``printed``, ``start``, ``end``, ``published_start``, ``published_end``,
        ``verdict`` (the ledger's); the pamphlet gives no day for the trial of the generals.
    """
    rows, evidence, found = printed_dates(choices), published(choices), []
    for trial in choices.trials:
        own = evidence[(evidence["trial"] == TRIALS[trial].published) & (evidence["measure"] == "accused")]
        row = rows.loc[DAYS[trial]] if trial in DAYS else {"printed": "", "start": "", "end": ""}
        days = (own["start"].iloc[0], own["end"].iloc[0]) if len(own) else ("", "")
        verdict = ask.against(DAYS[trial], choices.reading).verdict if trial in DAYS else ""
        found.append((_(TRIALS[trial].words), row["printed"], row["start"], row["end"], *days, verdict))
    columns = ["trial", "printed", "start", "end", "published_start", "published_end", "verdict"]
    return pd.DataFrame(found, columns=columns)


def weekday_checks(choices: Choices) -> dict[str, Check]:
    """Test every printed weekday against the calendar; empty where the text prints none."""
    found = {}
    for row in printed_dates(choices).itertuples():
        for day in dates.WEEKDAYS:
            if day.lower() in row.printed.lower() and len(row.start) == 10:
                found[row.printed] = dates.check_weekday(row.start, day)
    return found


def timeline(choices: Choices) -> pd.DataFrame:
    """Return the dated events around the trial of the generals, as days from :data:`FIRST_DAY`.

    Returns
    -------
    pandas.DataFrame
        In the order of the text, as printed and, where ``corrections.csv`` dates a cell anew, once more as read there:
        ``id``, ``label``, ``printed``, ``reading``, ``start``, ``value`` (days; NaN for a part of a month), ``low``,
        ``high`` (days, for a part of a month).
    """
    found = []
    for reading in ("as_printed", "as_corrected"):
        rows = printed_dates(choices.but(reading=reading)).loc[list(EVENTS)]
        for row in rows.sort_values("position", kind="stable").itertuples():
            if reading == "as_corrected" and row.action != "redate":
                continue
            low = _day(first_day(rows.loc[row.id]), 0)
            high, point = _day(row.end, 1), len(row.start) == 10
            found.append(
                {
                    "id": row.id, "label": _(EVENTS[row.id]), "printed": row.printed, "reading": reading,
                    "start": row.start, "value": low if point else float("nan"),
                    "low": float("nan") if point else low, "high": float("nan") if point else high,
                }
            )  # fmt: skip
    return pd.DataFrame(found)


def _day(start: str, end: int) -> float:
    """Return the first (0) or last (1) day of a date as days from the first day of the axis."""
    return float((dates.date_span(start)[end] - date.fromisoformat(FIRST_DAY)).days)


def execution_gap(reading: str) -> int:
    """Return how many days after the printed arrest the execution is published; negative if it comes before."""
    rows = printed_dates(Choices(reading=reading))
    arrest, execution = (date.fromisoformat(rows.at[name, "start"]) for name in (ARREST, EXECUTION))
    return (execution - arrest).days
