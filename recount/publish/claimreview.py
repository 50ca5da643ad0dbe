"""The ledger as schema.org ClaimReview, the form in which fact-checkers exchange verdicts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from analysis.data import sources
from analysis.data.study import study
from analysis.ledger import ask
from analysis.text import verdicts
from analysis.text.words import _
from recount.app.setup import ROOT

#: What a review, and a list of reviews, must have; a rating is a word, since no scale of truth is claimed.
REVIEW = {
    "type": "object",
    "required": ["@type", "@id", "url", "claimReviewed", "reviewRating", "itemReviewed", "author", "reviewBody"],
    "properties": {
        "@type": {"const": "ClaimReview"},
        "@id": {"type": "string", "pattern": "^#[a-z0-9-]+$"},
        "url": {"type": "string", "pattern": r"^ledger\.html#[a-z0-9-]+$"},
        "claimReviewed": {"type": "string", "minLength": 5},
        "reviewBody": {"type": "string", "minLength": 5},
        "author": {"$ref": "#/$defs/organization"},
        "reviewRating": {
            "type": "object",
            "required": ["@type", "alternateName"],
            "properties": {"@type": {"const": "Rating"}, "alternateName": {"type": "string", "minLength": 3}},
            "additionalProperties": False,
        },
        "itemReviewed": {
            "type": "object",
            "required": ["@type", "text", "appearance"],
            "properties": {"@type": {"const": "Claim"}, "text": {"type": "string", "minLength": 1}},
        },
        "citation": {"type": "array", "items": {"type": "string", "minLength": 3}},
    },
    "additionalProperties": False,
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "@graph"],
    "properties": {"@context": {"const": "https://schema.org"}, "@graph": {"type": "array", "items": REVIEW}},
    "$defs": {
        "organization": {
            "type": "object",
            "required": ["@type", "name"],
            "properties": {"@type": {"const": "Organization"}, "name": {"type": "string", "minLength": 2}},
        }
    },
}


class ReviewError(ValueError):
    """A document that is no list of reviews."""


def document() -> dict:
    """Return every claim of the ledger as a review.

    Raises
    ------
    ReviewError
        If the document does not keep :data:`SCHEMA`.
    """
    made = {"@context": "https://schema.org", "@graph": [review(row) for _i, row in ask.ledger().iterrows()]}
    validate(made)
    return made


def validate(made: Mapping) -> None:
    """Refuse a document that does not keep :data:`SCHEMA`, with the first place that does not."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(SCHEMA).iter_errors(made):
        raise ReviewError(f"{error.json_path}: {error.message}; see recount/publish/claimreview.py")


def review(row: Mapping) -> dict:
    """Return one claim of the ledger as a review: statement, three verdicts in words, working, sources."""
    about = study()["work"]
    words = (row["arithmetic"], row["fidelity"], verdicts.worded(row["evidence"], row["lineages"]))
    rating = _("arithmetic: {a}; fidelity: {b}; evidence: {c}").format(a=_(words[0]), b=_(words[1]), c=_(words[2]))
    work = {
        "@type": "CreativeWork", "name": about["title"], "datePublished": str(about.get("year", "")),
        "author": {"@type": "Person", "name": about["author"]},
    }  # fmt: skip
    made = {
        "@type": "ClaimReview",
        "@id": f"#{row['claim']}",
        "url": f"ledger.html#{row['claim']}",
        "claimReviewed": row["statement"],
        "itemReviewed": {"@type": "Claim", "text": row["printed"], "appearance": work},
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "reviewBody": row["working"],
        "author": {"@type": "Organization", "name": _publisher()},
        "citation": [sources.footnote(key).replace("*", "") for key in row["sources"].split(";") if key],
    }
    return made if made["citation"] else {key: value for key, value in made.items() if key != "citation"}


@cache
def _publisher() -> str:
    import yaml

    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["title"].split(":")[0]


def content() -> bytes:
    """Return the document as JSON-LD."""
    return (json.dumps(document(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def script() -> str:
    """Return the document as the element by which a page of the site carries it."""
    made = json.dumps(document(), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script type="application/ld+json">{made}</script>'


def reviews_page() -> str:
    """Return the page of the site that carries every review, for machines; people read the ledger."""
    from recount.publish.site.html import link, page, raw

    return page(
        _("The ledger for machines"),
        _("This page carries every claim of the ledger as schema.org ClaimReview, the form in which fact-checkers "
          "exchange verdicts: what is stated, the three verdicts in words, the working, the sources, and the address "
          "of the claim. It is in the page's source, and `recount export --format claimreview` writes it as a file. "
          "No scale of truth is claimed: a rating is a word."),
        raw(f"<p>{link('ledger.html', _('The ledger, claim by claim'))}</p>"),
        raw(script()),
    )  # fmt: skip
