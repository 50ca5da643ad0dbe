"""Printed reasons and accusations against one another: sums, shares, ranks, and figures of the running text."""

from __future__ import annotations

from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import Check, judge, share
from analysis.text.words import _
from analysis.topics.reasons.model import (
    CLAIMS,
    NAMED,
    Choices,
    accusations,
    check_lines,
    printed_text,
    prose,
    reasons,
    total,
)


def reason_checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the two tables of reasons and of what the text says about them."""
    table, text = reasons(choices), prose(choices)
    one, two = table[table["year"] == 1929], table[table["year"] == 1933]
    passivity = two.loc[two["reason"] == "passivity", "number"].iloc[0]
    discipline = one.loc[one["reason"] == "violations_of_discipline", "number"].iloc[0]
    return {
        _("1929: the reasons add up to 100"): arithmetic.check_shares_sum(list(one["number"])),
        _("1933: the reasons, the line that the pamphlet added included, add up to 100"): arithmetic.check_shares_sum(
            list(two["number"])
        ),
        _("1933: passivity is the biggest group"): arithmetic.check_rank(
            passivity, list(two.loc[two["reason"] != "passivity", "number"]), "highest"
        ),
        _("1933: passivity, “almost one fourth”"): arithmetic.check_same(
            text["screening-1933-passivity-share"], passivity, show=share
        ),
        _("1933: passivity, “one fourth”"): arithmetic.check_same(
            text["screening-1933-passivity-share-again"], passivity, show=share
        ),
        _("1929: breach of discipline, table against text"): arithmetic.check_same(
            text["reasons-1929-discipline-percent-again"], discipline, show=share
        ),
        _("1929: political reasons, 10 per cent of 10 per cent"): judge(
            "product_of",
            text["reasons-1929-political-percent-of-all"],
            (text["reasons-1929-political-percent"], discipline),
            lambda b: b[0] * b[1],
            f"{text['reasons-1929-political-percent'].text}% \N{MULTIPLICATION SIGN} {discipline.text}%",
            show=share,
        ),
    }


def composition_checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of who was expelled in 1933 and, in Smolensk, in 1935."""
    text = prose(choices)
    farmers, servants, workers = (
        text[f"screening-1933-{who}-percent"] for who in ("farmers", "civil-servants", "workers")
    )
    return {
        _("1933: farmers, civil servants and workers add up to 100"): arithmetic.check_shares_sum(
            [farmers, servants, workers]
        ),
        _("1933: 85 per cent is farmers and workers"): arithmetic.check_sum(
            [farmers, workers], text["screening-1933-working-people-percent"], show=share
        ),
        _("1935, Smolensk: joined 1929-32, “at least half” of the expelled"): arithmetic.check_share(
            text["smolensk-1935-expelled-joined-1929-1932"],
            text["smolensk-1935-expelled"],
            text["smolensk-1935-not-old-share"],
        ),
    }


def accusation_checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the total of the accusations."""
    whole = total(choices)
    return {
        _("Smolensk: the seven lines add up to the total"): arithmetic.check_sum(
            list(accusations(choices)["number"]), whole
        ),
        _("Smolensk: total, table against text"): arithmetic.check_same(
            prose(choices)["accusations-smolensk-total-again"], whole
        ),
    }


def claim_checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of each claim about the accusations against the lines that its wording names."""
    text, printed = prose(choices), printed_text(choices)
    return {
        _("Smolensk: {claim}, printed “{printed}”").format(claim=_(CLAIMS[claim]), printed=printed[claim]): check_lines(
            lines, text[claim], choices
        )
        for claim, lines in NAMED.items()
    }
