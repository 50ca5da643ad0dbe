"""Rules for the quality of the estimates, each found broken somewhere by an audit: a test for each.

What a row says of itself must be true of its other cells, and another reader must be able to follow it.
"""

import re

import pytest

from analysis.data import row_rules, sources, tables

#: Words with which a text bounds a figure instead of giving it.
BOUND = (
    r"(?:over|more than|at least|no fewer than|up to|at most|no more than|fewer than|less than|just over|just under)"
)
#: The note speaks of the row's own figure: it begins with the word, or quotes what is printed.
OWN_BOUND = re.compile(rf'^{BOUND}\b(?! \d{{3}}[^.]* (?:years|pages))|[Pp]rinted as "?{BOUND}\b', re.IGNORECASE)
LOWER = re.compile(r"over|more than|at least|no fewer than", re.IGNORECASE)
#: A page, and an address that ends in its number: the site cuts the book into pieces of its own.
PLAIN_PAGE = re.compile(r"pp?\. ?(\d+)")
CHUNK = re.compile(r"(?:/p/?|/|_|=|-)(\d+)(?:\.html)?/?$")
#: Addresses of published data files.
DATA_FILE = re.compile(r"\.(?:csv|rda|xlsx?|dta)$|github\.com/(?:owid/owid-datasets|datasets/|hdigital/parlgov)")
DATA_SET = re.compile(r"data ?(?:set|file|base)|ParlGov|CDIAC", re.IGNORECASE)
#: Words that say which part of a work is meant, and words that say that the part is a web site's.
PLACE = re.compile(r"\d|appendix|article|chapter|note|table|section|introduction|epilogue|conclusion|entry", re.I)
ON_LINE = re.compile(r"on-?line|site page|quoted|description|summar|excerpt|abstract|passage", re.IGNORECASE)
SITE = re.compile(r"\b[\w-]+\.(?:com|org|ru|de|net|me|info|site|online|ua|wiki)\b")
ARCHIVE = re.compile(r"\bf\. ?\d+ op\. ?\d+")


@pytest.fixture(scope="module")
def estimates():
    return tables.load_all("estimates", unchecked=True)


@pytest.fixture(scope="module")
def checked(estimates):
    return estimates[estimates["verification"] != "unchecked"]


@pytest.fixture(scope="module")
def entries():
    return sources.bibliography().entries


def field(item, name):
    return item.fields.get(name, "")


# --- two texts are two -------------------------------------------------------------------------------------------


def test_two_texts_are_named(checked):
    """A row checked in two texts names two works or two addresses."""
    rows = checked[checked["verification"] == "two_texts"]
    assert len(rows) > 100
    for row in rows.itertuples():
        assert len(row.sources.split(";")) > 1 or len(row_rules.addresses(row.seen_at)) > 1, row.id


def test_addresses_are_addresses(estimates):
    for row in estimates.itertuples():
        for address in row_rules.addresses(row.seen_at):
            assert row_rules.leads_somewhere(address), (row.id, address)


# --- another reader can follow -----------------------------------------------------------------------------------


def followed(item, locator):
    """Return by what another reader can find the text: an address, a site, an archive's file, or a full reference."""
    if field(item, "url") or field(item, "doi"):
        return "address in the bibliography"
    words = " ".join([field(item, "howpublished"), field(item, "note"), *map(str, item.persons.get("author", []))])
    if ARCHIVE.search(locator):
        return "file of an archive"
    if SITE.search(words) and ("title is ours" not in words or "read at" in words or "read as quoted at" in words):
        return "site and title"
    if "ikipedia" in words and ("title is ours" not in words or field(item, "title").startswith("Article on the")):
        return "article of an open encyclopedia, by its title or its subject"
    if re.search(r"(?:item|book|node|no\.|oldid) ?\d|r/\w|Speech", words):
        return "number on a site, or a public speech"
    who = item.persons or field(item, "institution") or "author not given" in words
    place = PLACE.search(locator) and (not ON_LINE.search(locator) or re.search(r"note \d|n\. \d", locator))
    if who and field(item, "title") and field(item, "year") and (place or item.type == "article"):
        return "full reference"
    return ""


def test_every_checked_row_can_be_followed(checked, entries):
    """No row stands above unchecked without an address or a full reference."""
    for row in checked.itertuples():
        if not row.seen_at:
            assert any(followed(entries[key], row.locator) for key in row.sources.split(";")), row.id


def test_most_checked_rows_have_an_address_of_their_own(checked):
    assert (checked["seen_at"] != "").mean() > 0.9


# --- open bounds -------------------------------------------------------------------------------------------------


def test_a_bound_stands_in_the_column_of_bounds(estimates):
    """Where the note says "over" or "at most" of the row's own figure, low or high holds it."""
    found = 0
    for row in estimates.itertuples():
        word = OWN_BOUND.search(row.note)
        if word:
            found += 1
            end = row.low if LOWER.search(word[0]) else row.high
            assert end == end, (row.id, row.note)
    assert found > 10


# --- pages -------------------------------------------------------------------------------------------------------


def test_a_page_of_a_site_is_called_so(estimates):
    for row in estimates.itertuples():
        page = PLAIN_PAGE.fullmatch(row.locator)
        chunks = [CHUNK.search(a) for a in row_rules.addresses(row.seen_at)]
        assert not (page and any(c and c[1] == page[1] for c in chunks)), (row.id, row.locator)


# --- data files --------------------------------------------------------------------------------------------------


def test_what_was_read_in_a_data_file_says_so(checked, entries):
    for row in checked[checked["verification"] == "one_text"].itertuples():
        works = [entries[key] for key in row.sources.split(";")]
        data_sets = all(DATA_SET.search(field(w, "title") + " " + field(w, "howpublished")) for w in works)
        assert not (data_sets and any(DATA_FILE.search(a) for a in row_rules.addresses(row.seen_at))), row.id


# --- labels that no text states ----------------------------------------------------------------------------------


def test_no_price_base_is_inferred(estimates):
    """Where the note says that the text names no prices, the cell does not name any either."""
    silent = estimates[estimates["note"].str.contains("names no price base")]
    assert len(silent) > 100
    assert silent["price_base"].isin(["not stated", "not applicable"]).all()


# --- the bibliography --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["year", "publisher", "author"])
def test_the_bibliography_is_complete_or_says_what_is_not_given(entries, name):
    for key, item in entries.items():
        note = field(item, "note").lower()
        if name == "year":
            missing = not field(item, "year")
        elif name == "publisher":
            missing = item.type == "book" and not field(item, "publisher")
        else:
            missing = item.type in ("book", "article") and not item.persons and not field(item, "institution")
        told = f"{name} not given" in note or re.search(rf"{name}[^;]*not (?:given|stated|established|kept)", note)
        told = told or ("not given" in note and name in note) or "not established" in note
        assert not missing or told, (key, name)


def test_an_encyclopedia_anyone_can_edit_has_a_date_or_says_that_it_has_none(entries):
    for key, item in entries.items():
        if key.startswith("wikipedia"):
            dated = field(item, "year") or field(item, "urldate") or "not given" in field(item, "note")
            assert dated, key
