"""Printed reasons for expulsion (1929, 1933) and accusations at one meeting (Smolensk, July 1935).

The shares of 1929 and 1933 are taken of the expelled, the counts of Smolensk are accusations raised, neither
persons nor convictions. All are complete counts of what they are about, so nothing here has a confidence
interval. The categories of the two years are not the same, so no change over time is computed. Each statement
about the accusations stands beside the lines of the table that its wording names; whether it holds is the
ledger's to say.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.sources import cited
from analysis.ledger import ask, comparison
from analysis.numbers.printed import INF, Bounds, Printed, parse
from analysis.text.verdicts import HOLDS, NOT_TESTABLE
from analysis.text.words import _
from analysis.topics.reasons.choices import Choices

#: The wording of the printed tables at notes 12 and 17, by year and reason.
WORDING = {
    (1929, "defects_in_personal_conduct"): "Defects in personal conduct",
    (1929, "alien_elements"): "Alien elements or connection thereto",
    (1929, "passivity"): "Passivity",
    (1929, "criminal_offences"): "Criminal offences",
    (1929, "violations_of_discipline"): "Violations of party discipline",
    (1929, "other"): "Other",
    (1933, "moral_corruption"): "Moral corruption, careerist, bureaucrat",
    (1933, "alien_elements"): "Alien elements / hiding alien past",
    (1933, "violations_of_discipline"): "Violation of party discipline",
    (1933, "passivity"): "Passivity",
    (1933, "other"): "Other",
    (1933, "not_mentioned"): "Not mentioned in the book (line added by the pamphlet)",
}
#: Names of the lines of the table at note 21, in our words.
LINES = {
    "kulaks_traders_families": "kulaks and traders with families",
    "degenerates_drunks_discipline": "personal conduct and discipline",
    "malfeasance_theft": "malfeasance and theft in office",
    "lost_or_dubious_cards": "lost or dubious party cards",
    "trotskyists_mensheviks": "Trotskyists and Mensheviks",
    "white_officers_tsarist_police": "White officers and tsarist police",
    "anti_semites": "anti-Semites",
}
#: The lines that the wording of each claim names; a reading of ours.
NAMED = {
    "accusations-smolensk-kulaks-share": ("kulaks_traders_families",),
    "accusations-smolensk-moral-economic-share": ("degenerates_drunks_discipline", "malfeasance_theft"),
    "accusations-smolensk-political-percent": ("trotskyists_mensheviks",),
    "accusations-smolensk-leading-share": ("malfeasance_theft",),
    "accusations-smolensk-leading-percent": ("malfeasance_theft",),
}
#: Strings that are no plain number, and how they are read.
READ_AS = {"accusations-smolensk-moral-economic-share": "more than a third"}
CLAIMS = {
    "accusations-smolensk-kulaks-share": "kulaks and traders",
    "accusations-smolensk-moral-economic-share": "moral and economic crimes",
    "accusations-smolensk-political-percent": "political opposition",
    "accusations-smolensk-leading-share": "crimes of leading persons (fraction)",
    "accusations-smolensk-leading-percent": "crimes of leading persons (per cent)",
}
#: A statement that prints the figure of another one again, in another form.
SAME_FIGURE = {"accusations-smolensk-leading-percent": "accusations-smolensk-leading-share"}


@memoised
def reasons(choices: Choices) -> pd.DataFrame:
    """Return the printed reasons for expulsion.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``year``, ``reason``, ``wording``, ``printed``, ``value``, ``low``, ``high`` (shares of 1), ``number``
        (:class:`~analysis.numbers.printed.Printed`), ``footnote``.

    Raises
    ------
    ValueError
        If the table has a reason without a wording.
    """
    rows = quantities.read_printed("expulsion_reasons", choices.reading, rule=choices.rule)
    found = quantities.numbers(rows)
    keys = list(zip(rows["year"].astype(int), rows["reason"], strict=True))
    unknown = [k for k in keys if k not in WORDING]
    if unknown:
        raise ValueError(f"expulsion_reasons.csv: expected reasons with a wording, got {unknown}; add them to WORDING")
    rows = rows.assign(year=[k[0] for k in keys], wording=[_(WORDING[k]) for k in keys])
    kept = ["id", "year", "reason", "wording", "printed", "value", "low", "high", "footnote"]
    return rows[kept].assign(number=[found[i] for i in rows["id"]])


@memoised
def accusations(choices: Choices) -> pd.DataFrame:
    """Return the accusations of the table at note 21.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``line``, ``label``, ``printed``, ``count``, ``share`` (of the printed total, a share of 1), ``number``.
        The line of the total is left out; :func:`total` returns it.
    """
    rows = quantities.read_printed("smolensk_accusations", choices.reading, rule=choices.rule)
    found = quantities.numbers(rows)
    whole = rows.loc[rows["accusation"] == "total", "value"].iloc[0]
    rows = rows[rows["accusation"] != "total"]
    return pd.DataFrame(
        {
            "id": rows["id"],
            "line": rows["accusation"],
            "label": [_(LINES[a]) for a in rows["accusation"]],
            "printed": rows["printed"],
            "count": rows["value"].astype(int),
            "share": rows["value"] / whole,
            "number": [found[i] for i in rows["id"]],
        }
    ).reset_index(drop=True)


@memoised
def total(choices: Choices) -> Printed:
    """Return the printed total of the accusations."""
    rows = quantities.read_printed("smolensk_accusations", choices.reading, rule=choices.rule)
    return quantities.numbers(rows)["accusations-smolensk-total"]


@memoised
def printed_text(choices: Choices) -> dict[str, str]:
    """Return the strings of the running text as printed, by id."""
    rows = quantities.read_printed("screening_prose", choices.reading, rule=choices.rule)
    return dict(zip(rows["id"], rows["printed"], strict=True))


@memoised
def prose(choices: Choices) -> dict[str, Printed]:
    """Return the readable figures of the running text, by id, with the readings of :data:`READ_AS`."""
    rows = quantities.read_printed("screening_prose", choices.reading, rule=choices.rule)
    return quantities.numbers(rows) | {i: parse(text) for i, text in READ_AS.items()}


def claim_bounds(claim: str, choices: Choices) -> Bounds:
    """Return the shares of the accusations that a claim of the text allows, as a share of 1."""
    number = prose(choices)[claim]
    ends = number.bounds(choices.rule)
    if ends.high == INF:
        reach = Fraction(1) if choices.reach == "open" else number.neighbours[1]
        return Bounds(ends.low, reach, ends.low_open, choices.reach != "open")
    return ends


@memoised
def claims(choices: Choices) -> pd.DataFrame:
    """Return each claim about the accusations: what it allows, what it names, what the ledger says of it.

    Returns
    -------
    pandas.DataFrame
        ``claim``, ``label``, ``printed``, ``low``, ``high`` (shares of 1), ``named`` (lines), ``named_count``,
        ``named_share``, ``holds`` (whether the ledger finds the statement reproduced), ``tested`` (False
        where it cannot read the statement as a number), ``again`` (the claim whose
        figure it repeats, or ``""``).
    """
    text, table = printed_text(choices), accusations(choices).set_index("line")["count"]
    whole, rows = int(total(choices).value), []
    for claim, named in NAMED.items():
        ends, count = claim_bounds(claim, choices), int(table.loc[list(named)].sum())
        check = ask.check(claim, choices.reading)
        rows.append(
            {"claim": claim, "label": _(CLAIMS[claim]), "printed": text[claim]}
            | {"low": float(ends.low), "high": float(ends.high), "named": named, "named_count": count}
            | {"named_share": count / whole, "holds": check is not None and check.verdict in HOLDS}
            | {"tested": check is not None and check.verdict != NOT_TESTABLE}
            | {"again": SAME_FIGURE.get(claim, "")}
        )
    return pd.DataFrame(rows)


def coverage(choices: Choices) -> pd.DataFrame:
    """Return for each line of the table how many claims name it, claims that repeat one another counted once.

    Returns
    -------
    pandas.DataFrame
        ``line``, ``label``, ``count``, ``share``, ``claims`` (number of statements that name the line).
    """
    table = accusations(choices)
    statements = {claim.rsplit("-", 1)[0]: lines for claim, lines in NAMED.items()}
    named = [line for lines in statements.values() for line in lines]
    return table[["line", "label", "count", "share"]].assign(claims=[named.count(line) for line in table["line"]])


def political_readings(choices: Choices) -> pd.DataFrame:
    """Return the accusations of a political kind under three readings of "political", each wider than the last.

    Returns
    -------
    pandas.DataFrame
        ``reading`` (the lines counted, in words), ``count``, ``share`` (a share of 1), ``fits`` (whether the claim
        about political opposition allows that share).
    """
    table = accusations(choices).set_index("line")
    whole, ends = int(total(choices).value), claim_bounds("accusations-smolensk-political-percent", choices)
    rows, lines = [], []
    for line in ("trotskyists_mensheviks", "white_officers_tsarist_police", "kulaks_traders_families"):
        lines.append(line)
        count = int(table.loc[lines, "count"].sum())
        rows.append(
            {"reading": " + ".join(table.loc[lines, "label"]), "count": count, "share": count / whole}
            | {"fits": ends.contains(Fraction(count, whole))}
        )
    return pd.DataFrame(rows)


@memoised
def oppositionists(choices: Choices) -> pd.DataFrame:
    """Return the published number of persons expelled as oppositionists, with its share of the expelled.

    Returns
    -------
    pandas.DataFrame
        The columns of the estimates, ``expelled`` (the expelled of the same campaign, source and place, parts of the
        place added) and ``share`` (a share of 1). Estimates known only through the pamphlet are left out.
    """
    rows = comparison.independent(quantities.read_estimates("party_expulsions", unchecked=choices.unchecked))
    found = rows[rows["measure"] == "expelled_as_oppositionists"]
    wholes, behind = [], []
    for row in found.itertuples():
        alike = rows[
            (rows["measure"] == "expelled") & (rows["campaign"] == row.campaign) & (rows["sources"] == row.sources)
        ]
        places = row.territory.replace("_and_", f"+{row.territory.split('_')[0]}_").split("+")
        alike = alike[alike["territory"].isin(places)]
        wholes.append(alike["value"].sum())
        behind.append(cited(row._asdict(), *alike.to_dict("records")))
    found = found.assign(expelled=wholes, cited=behind)
    return found.assign(share=found["value"] / found["expelled"]).reset_index(drop=True)
