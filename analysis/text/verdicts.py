"""Every verdict word of the suite and its meaning, once.

Three questions are asked of a printed number, each with its own closed list of
answers: do the printed figures agree with one another (``ARITHMETIC``), does
the figure stand so in the work that is cited for it (``FIDELITY``), and where
does it stand among the estimates collected here (``EVIDENCE``).
"""

from __future__ import annotations

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
INSIDE = "inside the range collected"
OUTSIDE = "outside the range collected"
NOT_COMPARABLE = "not comparable"
NONE_COLLECTED = "none collected"

EVIDENCE = {
    AGREES: "The bounds of the printed figure overlap an estimate from every lineage collected.",
    INSIDE: "The figure lies between the lowest and the highest estimate collected; lineages are counted.",
    OUTSIDE: "The figure lies below or above every estimate collected; lineages are counted.",
    NOT_COMPARABLE: "Estimates were collected, but for another measure, population, territory or period.",
    NONE_COLLECTED: "No estimate was collected. This says nothing about what exists elsewhere.",
}

#: From best to worst, for sorting and for the colours of the ledger.
ARITHMETIC_ORDER = tuple(ARITHMETIC)
FIDELITY_ORDER = tuple(FIDELITY)
EVIDENCE_ORDER = tuple(EVIDENCE)


def meaning(word: str) -> str:
    """Return the definition of a verdict word.

    Parameters
    ----------
    word : str
        One of the keys of ``ARITHMETIC``, ``FIDELITY`` or ``EVIDENCE``.

    Returns
    -------
    str
        One sentence.

    Raises
    ------
    KeyError
        If the word is no verdict; the message lists those that are.
    """
    for table in (ARITHMETIC, FIDELITY, EVIDENCE):
        if word in table:
            return table[word]
    known = ", ".join(repr(w) for w in (*ARITHMETIC, *FIDELITY, *EVIDENCE))
    raise KeyError(f"expected a verdict word, got {word!r}; the words are {known}")
