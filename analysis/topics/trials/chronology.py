"""Dates that the pamphlet prints for the trials, and whether the events can have happened in this order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.data import quantities, tables
from analysis.numbers import dates
from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import CONTRADICTION, EXACT
from analysis.text.words import _
from analysis.text.words import date as written
from analysis.topics.trials.model import TRIALS, Choices
from analysis.topics.trials.published import published

#: "End of March" is read as its last days, from this one on.
END_OF_MONTH = 21
ARREST = "generals-arrested-1937-05-26"
EXECUTION = "generals-execution-1937-05-12"


@dataclass(frozen=True)
class Order:
    """Two printed dates, the first of which should not come after the second."""

    words: str
    trial: str
    earlier: str
    later: str


ORDERS = (
    Order("The verdict of 1937 not before the trial opens", "trial_1937", "trial-1937-days", "trial-1937-verdict"),
    Order("The coup: the decision before the last day it sets", "trial_generals_1937", "coup-decided-1937-03",
          "coup-latest-1937-03-15"),
    Order("Generals: removals after the political commissars return", "trial_generals_1937",
          "commissars-restored-1937-05-08", "tukhachevskii-demoted-1937-05-11"),
    Order("Generals: the arrest before its announcement", "trial_generals_1937", ARREST,
          "generals-announced-1937-06-11"),
    Order("Generals: the arrest before the execution is published", "trial_generals_1937", ARREST, EXECUTION),
    Order("Generals: the charge announced before the execution is published", "trial_generals_1937",
          "generals-announced-1937-06-11", EXECUTION),
    Order("Generals: shot (date quoted from Davies) before the execution is published", "trial_generals_1937",
          "generals-shot-1937-06-11-davies", EXECUTION),
    Order("1938: the announcement before the trial", "trial_1938", "trial-1938-announced-02-27", "trial-1938-days"),
)  # fmt: skip
#: Two dates of one event.
SAME = (Order("The trial of 1937 dated once to January and once to February", "trial_1937", "trial-1937-days",
              "trial-1937-february"),)  # fmt: skip
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


def printed_dates(choices: Choices) -> pd.DataFrame:
    """Return the printed dates, corrected or not, by id, with the column ``action``."""
    return quantities.apply_corrections(tables.load_pamphlet("dates"), choices.reading).set_index("id", drop=False)


def first_day(row: pd.Series) -> str:
    """Return the first date that a row can mean, as precise as it is: the end of a month begins on its 21st."""
    whole_month = len(row["start"]) == 7
    return f"{row['start']}-{END_OF_MONTH}" if whole_month and row["printed"].startswith("end of") else row["start"]


def order_checks(choices: Choices) -> dict[str, Check]:
    """Test whether dated events can have happened in the order that the text tells.

    Returns
    -------
    dict of str to Check
        For the trials chosen. Published days of the trials are compared with the printed ones; for the generals,
        whose trial the pamphlet does not date, with the printed day of the execution.
    """
    rows, found = printed_dates(choices), {}
    for order in ORDERS:
        if order.trial in choices.trials:
            check = dates.check_before(first_day(rows.loc[order.earlier]), rows.at[order.later, "start"])
            found[_(order.words)] = _in_words(check, rows.loc[order.earlier], rows.loc[order.later])
    for order in SAME:
        if order.trial in choices.trials:
            found[_(order.words)] = _same_event(rows.loc[order.earlier], rows.loc[order.later])
    if "trial_generals_1937" in choices.trials:
        found |= _against_published(rows, choices)
    return found | _published_days(rows, choices)


def _in_words(check: Check, earlier: pd.Series, later: pd.Series) -> Check:
    holds = _("is impossible") if check.verdict == CONTRADICTION else _("is possible")
    working = _("{earlier}, then {later}: the order {holds}.").format(
        earlier=_shown(earlier), later=_shown(later), holds=holds
    )
    return replace(check, working=working)


def _shown(row: pd.Series) -> str:
    text = "“{printed}”".format(printed=row["printed"])
    if row["action"] == "redate":
        return _("{text}, read as {date}").format(text=text, date=written(row["start"]))
    if first_day(row) != row["start"]:
        return _("{text}, read as {day} or later").format(text=text, day=written(first_day(row)))
    return text


def _same_event(one: pd.Series, other: pd.Series) -> Check:
    a = dates.date_span(one["start"])[0], dates.date_span(one["end"])[1]
    b = dates.date_span(other["start"])[0], dates.date_span(other["end"])[1]
    meet = max(a[0], b[0]) <= min(a[1], b[1])
    working = _("{one} and {other}: {result}.").format(
        one=_shown(one), other=_shown(other), result=_("they overlap") if meet else _("they do not overlap")
    )
    return Check("same_event", EXACT if meet else CONTRADICTION, working)


def _against_published(rows: pd.DataFrame, choices: Choices) -> dict[str, Check]:
    evidence = published(choices)
    trial = evidence[
        (evidence["trial"] == TRIALS["trial_generals_1937"].published) & (evidence["measure"] == "accused")
    ]
    if trial.empty:
        return {}
    day, later = trial.iloc[0]["start"], rows.loc[EXECUTION]
    check = dates.check_before(day, later["start"])
    holds = _("is impossible") if check.verdict == CONTRADICTION else _("is possible")
    working = _("Trial on {day} (published), then {later}: the order {holds}.").format(
        day=written(day), later=_shown(later), holds=holds
    )
    return {
        _("Generals: the trial (published date) before the execution is published"): replace(check, working=working)
    }


def _published_days(rows: pd.DataFrame, choices: Choices) -> dict[str, Check]:
    evidence, found = published(choices), {}
    for trial in choices.trials:
        own = evidence[(evidence["trial"] == TRIALS[trial].published) & (evidence["measure"] == "accused")]
        if trial not in DAYS or own.empty:
            continue
        row, day = rows.loc[DAYS[trial]], own.iloc[0]
        same = (row["start"], row["end"]) == (day["start"], day["end"])
        working = _("{printed}; published: {start} to {end}.").format(
            printed=_shown(row), start=written(day["start"]), end=written(day["end"])
        )
        words = _("{trial}: the printed days are the published ones").format(trial=_(TRIALS[trial].words))
        found[words] = Check("same_days", EXACT if same else CONTRADICTION, working)
    return found


def weekday_checks(choices: Choices) -> dict[str, Check]:
    """Test every printed weekday against the calendar; empty where the text prints none."""
    found = {}
    for row in printed_dates(choices).itertuples():
        for day in dates.WEEKDAYS:
            if day.lower() in row.printed.lower() and len(row.start) == 10:
                found[row.printed] = dates.check_weekday(row.start, day)
    return found


def date_checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of order and of weekdays together."""
    return order_checks(choices) | weekday_checks(choices)


def timeline(choices: Choices) -> pd.DataFrame:
    """Return the dated events around the trial of the generals, as days from the printed arrest.

    Returns
    -------
    pandas.DataFrame
        In the order of the text: ``id``, ``label``, ``printed``, ``start``, ``value`` (days after the arrest,
        negative before it; NaN for a month), ``low``, ``high`` (days, for an event dated to a part of a month),
        ``position``, ``sources``.
    """
    rows = printed_dates(choices).loc[list(EVENTS)].sort_values("position", kind="stable")
    arrest = date.fromisoformat(rows.at[ARREST, "start"])
    found = []
    for row in rows.itertuples():
        low = (dates.date_span(first_day(rows.loc[row.id]))[0] - arrest).days
        high = (dates.date_span(row.end)[1] - arrest).days
        point = len(row.start) == 10
        found.append(
            {
                "id": row.id, "label": _(EVENTS[row.id]), "printed": row.printed, "start": row.start,
                "value": float(low) if point else float("nan"),
                "low": float("nan") if point else float(low),
                "high": float("nan") if point else float(high),
                "position": row.position, "redated": row.action == "redate",
            }
        )  # fmt: skip
    return pd.DataFrame(found)


def execution_gap(choices: Choices) -> int:
    """Return how many days after the printed arrest the execution is published; negative if it comes before."""
    table = timeline(choices).set_index("id")
    return int(table.at[EXECUTION, "value"])
