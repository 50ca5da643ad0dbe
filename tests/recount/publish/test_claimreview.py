"""Every claim is a review that keeps the schema, with the ledger's words."""

import copy
import json
import re

import pytest

from analysis.ledger import ask
from recount.publish import claimreview


@pytest.fixture(scope="module")
def made():
    return claimreview.document()


def test_every_claim_is_reviewed_with_its_verdicts(made):
    book = ask.ledger()
    assert [one["@id"] for one in made["@graph"]] == [f"#{name}" for name in book.index]
    for one, (_name, row) in zip(made["@graph"], book.iterrows(), strict=True):
        assert one["itemReviewed"]["text"] == row["printed"]
        assert row["arithmetic"] in one["reviewRating"]["alternateName"]


@pytest.mark.parametrize("part", ["claimReviewed", "reviewRating", "itemReviewed", "reviewBody"])
def test_a_review_without_a_part_is_refused(made, part):
    short = copy.deepcopy({**made, "@graph": made["@graph"][:1]})
    del short["@graph"][0][part]
    with pytest.raises(claimreview.ReviewError, match=part):
        claimreview.validate(short)


def test_a_page_of_the_site_carries_it_whole(made):
    page = claimreview.reviews_page()
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    assert "</" not in inside
    assert json.loads(inside) == made


def test_addresses_lead_to_the_rows_of_the_ledger(made):
    assert all(one["url"] == "ledger.html" + one["@id"] for one in made["@graph"])
