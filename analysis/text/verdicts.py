"""Every verdict word of the suite and its meaning, once.

Three questions are asked of a printed number, each with its own closed list of
answers: do the printed figures agree with one another (``ARITHMETIC``), does
the figure stand so in the work that is cited for it (``FIDELITY``), and where
does it stand among the estimates collected here (``EVIDENCE``).
"""

from __future__ import annotations

from analysis.text.words import _, ngettext

EXACT = "exact"
WITHIN = "within rounding"
TRUNCATED = "only if truncated"
CONTRADICTION = "cannot all hold"
NOT_TESTABLE = "not testable"
#: Verdicts under which a relation holds as printed.
HOLDS = (EXACT, WITHIN)

ARITHMETIC = {
    EXACT: "The printed figures satisfy the relation as they stand.",
    WITHIN: "Unrounded figures exist that round to the printed ones and satisfy the relation.",
    TRUNCATED: "Such figures exist only if digits were cut off (or always rounded up), not rounded.",
    CONTRADICTION: "No figures that round to the printed ones satisfy the relation; none of them is blamed.",
    NOT_TESTABLE: "The text prints nothing to test the figure against, or the figure cannot be read.",
}

AS_SOURCE = "as in the source"
DIFFERS = "differs from the source"
SOURCE_NOT_SEEN = "source not seen"

FIDELITY = {
    AS_SOURCE: "The cited work prints the same number for the same thing, year and unit.",
    DIFFERS: "The cited work prints another number, year, unit or thing; the working says which.",
    SOURCE_NOT_SEEN: "No work is cited, or the passage of the cited work was not available to us.",
}

AGREES = "agrees"
INSIDE = "inside the range"
POSSIBLE = "cannot be excluded"
ONE_DIFFERS = "differs from the one figure found"
OUTSIDE = "outside the range"
NOT_COMPARABLE = "not comparable"
NONE_COLLECTED = "none collected"

EVIDENCE = {
    AGREES: "The bounds of the printed figure meet a figure of every independent line of estimates that was found.",
    INSIDE: "The figure lies between the lowest and the highest of two or more independent lines of estimates.",
    POSSIBLE: "Only a limit was found (at least, at most), and the figure respects it; that is no agreement.",
    ONE_DIFFERS: "One line of estimates was found, and the figure does not meet it; one figure is no range.",
    OUTSIDE: "The figure lies below or above every one of two or more independent lines of estimates.",
    NOT_COMPARABLE: "What was found counts another thing, another time or another place, or is too weak alone.",
    NONE_COLLECTED: "Nothing was found to set beside the figure. This says nothing about what exists elsewhere.",
}
#: Verdicts on the evidence that speak for a figure, and against it; the rest is no answer.
SUPPORTS = (AGREES, INSIDE)
OPPOSES = (ONE_DIFFERS, OUTSIDE)

FIRM, FRAGILE = "firm", "fragile"
FIRMNESS = {
    FIRM: "No single line of estimates, no unchecked row and no other reading of a limit would turn the answer.",
    FRAGILE: "The answer would be another one under one of these changes; the working says which.",
}

CALCULATION, LIST, WITNESS, REPETITION, ORDER = "calculation", "list", "witness", "repetition", "order"
#: What kind of test a verdict on the arithmetic comes from, the weightiest first.
TESTS = {
    CALCULATION: "A sum, share, ratio, growth, difference, duration or base is worked out and set beside the print.",
    LIST: "Names or things that the text lists are counted and set beside the number printed for them.",
    WITNESS: "The same fact stands at two independent places: two authors, or a table and the prose around it.",
    REPETITION: "The text prints the same thing again; that tests its printing, not the fact.",
    ORDER: "Dates come in order, a day lies in a span, a part is not above its whole; most figures would pass.",
}
#: Kinds of test that headlines count.
COUNTED = (CALCULATION, LIST)
#: What would answer a claim that has no answer.
ANSWERERS = {
    "cited work": "the passage of the work cited",
    "reference": "a work of reference, a document or an estimate",
    "text": "other figures of the text",
}

#: From best to worst, for sorting and for the colours of the ledger.
ARITHMETIC_ORDER = tuple(ARITHMETIC)
FIDELITY_ORDER = tuple(FIDELITY)
EVIDENCE_ORDER = tuple(EVIDENCE)
TEST_ORDER = tuple(TESTS)


def meaning(word: str) -> str:
    """Return the definition of a verdict word.

    Parameters
    ----------
    word : str
        One of the keys of ``ARITHMETIC``, ``FIDELITY``, ``EVIDENCE``, ``TESTS`` or ``FIRMNESS``.

    Returns
    -------
    str
        One sentence.

    Raises
    ------
    KeyError
        If the word is no verdict; the message lists those that are.
    """
    for table in (ARITHMETIC, FIDELITY, EVIDENCE, TESTS, FIRMNESS):
        if word in table:
            return table[word]
    known = ", ".join(repr(w) for w in (*ARITHMETIC, *FIDELITY, *EVIDENCE))
    raise KeyError(f"expected a verdict word, got {word!r}; the words are {known}")


def worded(word: str, lineages: int) -> str:
    """Return a verdict on the evidence with the number of independent lines of estimates it rests on.

    Parameters
    ----------
    word : str
        A key of :data:`EVIDENCE`.
    lineages : int
        How many lines spoke.
    """
    if word == AGREES:
        return ngettext("agrees ({n} lineage)", "agrees ({n} lineages)", lineages).format(n=lineages)
    if word == INSIDE:
        return _("inside the range of {n} lineages").format(n=lineages)
    return _("outside the range of {n} lineages").format(n=lineages) if word == OUTSIDE else _(word)
