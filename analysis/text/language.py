"""Language packs: number words, months, qualifiers and marks as data, ``languages/<code>.toml``.

Whoever reads numbers or dates in a text asks here; no module holds words of a language of its own.
Adding a language is adding a file with the same keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "languages"
DEFAULT = "en"
#: Every section of a pack; one that lacks a section is refused.
SECTIONS = (
    "marks", "units", "tens", "scales", "tallies", "plurals", "abbreviations", "parts", "multiples", "ordinals",
    "qualifiers", "ranges", "small", "vague", "shares", "signs", "audit", "dates",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Language:
    """The words and marks of one language; compared by its code.

    Attributes
    ----------
    code : str
        Such as ``en``.
    pack : mapping
        The file as it stands, a mapping for each of :data:`SECTIONS`.
    """

    code: str
    pack: Mapping

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)

    def __getitem__(self, section: str):
        return self.pack[section]

    @cached_property
    def small(self) -> dict[str, int]:
        """Words below a hundred with their values."""
        return {**self["units"], **self["tens"]}

    @cached_property
    def large(self) -> frozenset[str]:
        """Scale words that close a group of three digits: a thousand and above."""
        return frozenset(word for word, value in self["scales"].items() if value >= 1000)

    @cached_property
    def lots(self) -> dict[str, int]:
        """Words that multiply the number before them: hundred, thousand, dozen."""
        return {**self["scales"], **self["tallies"]}

    @cached_property
    def scale_words(self) -> frozenset[str]:
        """Scale words and their plurals, without dozens and scores."""
        plurals = {word for word, one in self["plurals"].items() if one in self["scales"]}
        return frozenset(self["scales"]) | plurals

    def singular(self, word: str) -> str:
        """Return a scale word's singular; any other word as it is."""
        return self["plurals"].get(word, word)

    @cached_property
    def prefixes(self) -> list[tuple[str, str]]:
        """Qualifying words with what they mean, the longest first; "between" and "from" open a range."""
        words = [
            ("" if kind == "plain" else kind, word)
            for kind, found in self["qualifiers"].items() if kind != "after" for word in found
        ]  # fmt: skip
        words += [("range", word) for word in self["ranges"]["openers"]]
        return sorted(((word, kind) for kind, word in words), key=lambda pair: -len(pair[0]))

    @cached_property
    def number_words(self) -> tuple[str, ...]:
        """Every word that the audit looks for."""
        sections = ("units", "tens", "scales", "tallies", "plurals", "parts", "multiples")
        return tuple(
            dict.fromkeys(chain(*(self[s] for s in sections), self["ordinals"]["words"], self["audit"]["seen"]))
        )

    @cached_property
    def months(self) -> dict[str, int]:
        """Months in small letters, abbreviations and misprints included, with their numbers."""
        named = {word.lower(): number for number, word in enumerate(self["dates"]["months"], 1)}
        return named | {word.lower(): number for word, number in self["dates"]["more_months"].items()}

    @cached_property
    def month_pattern(self) -> str:
        """A pattern for any month as printed."""
        return any_of((*self["dates"]["months"], *self["dates"]["more_months"]))

    @cached_property
    def ordinal_pattern(self) -> str:
        """A pattern for the ending of an ordinal in digits."""
        return any_of(self["ordinals"]["endings"])


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def known() -> list[str]:
    """Return the codes of the languages that have a pack."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@lru_cache(maxsize=32)
def load(code: str = DEFAULT) -> Language:
    """Return the pack of a language.

    Raises
    ------
    ValueError
        If there is no pack of that name, or it lacks a section.
    """
    if code not in known():
        raise ValueError(f"expected a language out of {', '.join(known())}, got {code!r}; add languages/<code>.toml")
    pack = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    missing = [section for section in SECTIONS if section not in pack]
    if missing:
        raise ValueError(f"languages/{code}.toml: expected sections {', '.join(missing)}, found none; copy en.toml's")
    return Language(code, pack)
