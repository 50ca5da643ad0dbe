"""Printed reasons for expulsion (1929, 1933) and accusations at one meeting (Smolensk, July 1935).

The shares of 1929 and 1933 are taken of the expelled, the counts of Smolensk are accusations raised, neither
persons nor convictions. All are complete counts of what they are about, so nothing here has a confidence
interval. The categories of the two years are not the same, and a change is computed only for those that are
worded alike. For a claim about the accusations every set of lines of the table is tried, so that one can see
which sets could be meant, and how many would have passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison
from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import Check, judge, share
from analysis.numbers.printed import INF, Bounds, Printed, parse
from analysis.text.words import _
from analysis.topics.reasons.choices import Choices

SAME_CATEGORY = ("identical", "nearly", "similar")
REACHES = ("next_fraction", "open")
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
#: What is in it depends on what else is listed, so it is never the same category.
RESIDUAL = ("other", "not_mentioned")
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
#: The lines that the wording of each claim names; a reading of ours, tested against all other sets of lines.
NAMED = {
    "accusations-smolensk-kulaks-share": ("kulaks_traders_families",),
    "accusations-smolensk-moral-economic-share": ("degenerates_drunks_discipline", "malfeasance_theft"),
    "accusations-smolensk-political-percent": ("trotskyists_mensheviks",),
    "accusations-smolensk-leading-share": ("malfeasance_theft",),
    "accusations-smolensk-leading-percent": ("malfeasance_theft",),
}
#: "Another" third cannot be the third that was just named.
APART_FROM = {"accusations-smolensk-moral-economic-share": ("kulaks_traders_families",)}
#: Strings that are no plain number, and how they are read.
READ_AS = {"accusations-smolensk-moral-economic-share": "more than a third"}
CLAIMS = {
    "accusations-smolensk-kulaks-share": "kulaks and traders",
    "accusations-smolensk-moral-economic-share": "moral and economic crimes",
    "accusations-smolensk-political-percent": "political opposition",
    "accusations-smolensk-leading-share": "crimes of leading persons (fraction)",
    "accusations-smolensk-leading-percent": "crimes of leading persons (per cent)",
}


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
    rows = rows.assign(year=[k[0] for k in keys], wording=[WORDING[k] for k in keys])
    kept = ["id", "year", "reason", "wording", "printed", "value", "low", "high", "footnote"]
    return rows[kept].assign(number=[found[i] for i in rows["id"]])


def same_categories(choices: Choices) -> pd.DataFrame:
    """Return the reasons that are worded alike in 1929 and 1933, and their change.

    Returns
    -------
    pandas.DataFrame
        ``reason``, ``wording_1929``, ``wording_1933``, ``alike`` (how), ``value_1929``, ``value_1933``, ``change``,
        ``change_low``, ``change_high`` (shares of 1; bounds of the difference). Residual categories are left out.
    """
    table = reasons(choices).set_index(["year", "reason"])
    rows = []
    for reason in dict.fromkeys(table.index.get_level_values("reason")):
        if reason in RESIDUAL or not all((y, reason) in table.index for y in (1929, 1933)):
            continue
        one, other = (table.loc[(y, reason)] for y in (1929, 1933))
        alike = likeness(one["wording"], other["wording"])
        if alike not in SAME_CATEGORY[: SAME_CATEGORY.index(choices.same_category) + 1]:
            continue
        change = other["number"].bounds(choices.rule) - one["number"].bounds(choices.rule)
        rows.append(
            {"reason": reason, "wording_1929": one["wording"], "wording_1933": other["wording"], "alike": alike}
            | {"value_1929": one["value"], "value_1933": other["value"], "change": other["value"] - one["value"]}
            | {"change_low": float(change.low), "change_high": float(change.high)}
        )
    return pd.DataFrame(rows)


def likeness(one: str, other: str) -> str:
    """Return how alike two wordings are: ``identical``, ``nearly``, ``similar`` or ``""``."""
    a, b = one.casefold().split(), other.casefold().split()
    if a == b:
        return "identical"
    if [w.rstrip("s") for w in a] == [w.rstrip("s") for w in b]:
        return "nearly"
    return "similar" if len(a) > 1 and a[:2] == b[:2] else ""


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


def total(choices: Choices) -> Printed:
    """Return the printed total of the accusations."""
    rows = quantities.read_printed("smolensk_accusations", choices.reading, rule=choices.rule)
    return quantities.numbers(rows)["accusations-smolensk-total"]


def printed_text(choices: Choices) -> dict[str, str]:
    """Return the strings of the running text as printed, by id."""
    rows = quantities.read_printed("screening_prose", choices.reading, rule=choices.rule)
    return dict(zip(rows["id"], rows["printed"], strict=True))


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


def sets_of_lines(choices: Choices) -> pd.DataFrame:
    """Return every set of lines of the table and the claims whose bounds its share meets.

    Returns
    -------
    pandas.DataFrame
        A row a set of at most ``max_lines`` lines and claim: ``claim``, ``lines`` (tuple), ``size``, ``count``,
        ``share`` (of the printed total, a share of 1), ``fits``, ``named`` (whether the wording of the claim names
        exactly these lines), ``apart`` (False where the claim excludes a line of the set).
    """
    table = accusations(choices).set_index("line")["count"]
    whole, bounds = int(total(choices).value), {c: claim_bounds(c, choices) for c in NAMED}
    rows = []
    for size in range(1, choices.max_lines + 1):
        for lines in combinations(table.index, size):
            count = int(table.loc[list(lines)].sum())
            for claim, named in NAMED.items():
                rows.append(
                    {"claim": claim, "lines": lines, "size": size, "count": count, "share": count / whole}
                    | {"fits": bounds[claim].contains(Fraction(count, whole)), "named": set(lines) == set(named)}
                    | {"apart": not set(lines) & set(APART_FROM.get(claim, ()))}
                )
    return pd.DataFrame(rows)


def claims(choices: Choices) -> pd.DataFrame:
    """Return each claim about the accusations: what it allows, what it names, what else would pass.

    Returns
    -------
    pandas.DataFrame
        ``claim``, ``label``, ``printed``, ``low``, ``high`` (shares of 1), ``named`` (lines), ``named_count``,
        ``named_share``, ``holds`` (whether the lines named reproduce the claim), ``fitting`` and ``tried`` (numbers of
        sets), ``chance`` (fitting / tried), ``fewest`` (the sets with the fewest lines that fit, tuples).
    """
    sets, text = sets_of_lines(choices), printed_text(choices)
    table = accusations(choices).set_index("line")["count"]
    whole, rows = int(total(choices).value), []
    for claim, named in NAMED.items():
        tried = sets[(sets["claim"] == claim) & sets["apart"]]
        fit = tried[tried["fits"]]
        ends, count = claim_bounds(claim, choices), int(table.loc[list(named)].sum())
        rows.append(
            {"claim": claim, "label": _(CLAIMS[claim]), "printed": text[claim]}
            | {"low": float(ends.low), "high": float(ends.high), "named": named, "named_count": count}
            | {"named_share": count / whole, "holds": ends.contains(Fraction(count, whole))}
            | {"fitting": len(fit), "tried": len(tried), "chance": len(fit) / len(tried)}
            | {"fewest": tuple(fit.loc[fit["size"] == fit["size"].min(), "lines"])}
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


def check_lines(lines: Sequence[str], stated: Printed, choices: Choices) -> Check:
    """Test a claim against some lines of the table: sum of the lines / printed total."""
    table = accusations(choices).set_index("line")["number"]
    parts, whole = [table[line] for line in lines], total(choices)
    expression = (
        f"({' + '.join(p.text for p in parts)}) / {whole.text}" if len(parts) > 1 else f"{parts[0].text} / {whole.text}"
    )
    return judge("share_of", stated, (*parts, whole), lambda b: arithmetic.add(b[:-1]) / b[-1], expression, show=share)


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
    wholes = []
    for row in found.itertuples():
        alike = rows[
            (rows["measure"] == "expelled") & (rows["campaign"] == row.campaign) & (rows["sources"] == row.sources)
        ]
        places = row.territory.replace("_and_", f"+{row.territory.split('_')[0]}_").split("+")
        wholes.append(alike.loc[alike["territory"].isin(places), "value"].sum())
    found = found.assign(expelled=wholes)
    return found.assign(share=found["value"] / found["expelled"]).reset_index(drop=True)
