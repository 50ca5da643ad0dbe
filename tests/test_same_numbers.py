"""README, site, lists, findings and notebooks give the same numbers, in English and in German."""

import json
import re
from collections import Counter

import pytest

from analysis.ledger import ask
from analysis.ten_findings import load_findings
from recount.publish import findings_pages, ledger_documents
from recount.publish.site import html, ledger_pages, pages
from recount.runs.drawing import settings
from recount.runs.stored import read_notebook

LANGUAGES = ("en", "de")
#: A finding over the figures of three notebooks, counted together in the ledger's own.
TOGETHER = {"copied": "00_ledger"}


def digits(text):
    """Return the numbers of a text, each as its digits alone: marks for thousands and decimals differ by language."""
    return Counter(re.sub(r"\D", "", found) for found in re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.fixture(scope="module")
def findings():
    """The findings by language, each by name."""
    found = {}
    for language in LANGUAGES:
        with settings(RECOUNT_LANGUAGE=language):
            found[language] = {f.name: f for f in load_findings()}
    return found


@pytest.fixture(scope="module")
def documents():
    """The two lists by language."""
    found = {}
    for language in LANGUAGES:
        with settings(RECOUNT_LANGUAGE=language):
            found[language] = ledger_documents.documents()
    return found


def test_findings_have_their_numbers_in_both_languages(findings):
    for name, english in findings["en"].items():
        german = findings["de"][name]
        assert german.sentence != english.sentence
        assert digits(german.sentence) == digits(english.sentence), name
        assert digits(german.title) == digits(english.title)
        assert digits(german.firmness) == digits(english.firmness)


@pytest.mark.parametrize("language", LANGUAGES)
def test_site_gives_the_sentences_of_the_findings(findings, language):
    with settings(RECOUNT_LANGUAGE=language):
        shown = findings_pages.findings_page(), findings_pages.front()
    for found in findings[language].values():
        assert all(html.inline(found.sentence) in page for page in shown), found.name


def test_readme_gives_the_sentences_of_the_findings(findings, root):
    text = (root / "README.md").read_text(encoding="utf-8")
    for found in findings["en"].values():
        assert f"**{found.title}.** {found.sentence} *{found.verdict}.*" in text


def test_notebooks_give_the_numbers_of_the_findings(findings, root):
    """Every number of a finding but years stands in what its notebook shows."""
    for name, found in findings["en"].items():
        cells = read_notebook(root / "notebooks" / f"{TOGETHER.get(name, found.notebook)}.ipynb").cells
        shown = " ".join(o.get("data", {}).get("text/markdown", "") for c in cells for o in c.get("outputs", []))
        figures = [
            json.loads(p.read_text(encoding="utf-8")) for p in (root / "figures").glob(f"{found.figure[:3]}*.json")
        ]
        has = digits(" ".join([shown, *(each[k] for each in figures for k in ("title", "alt", "caption"))]))
        wanted = {n for n in digits(found.sentence) if len(n) > 1 and not re.fullmatch(r"19\d\d|[23]", n)}
        assert {n for n in wanted if n not in has} == set(), name


def test_lists_have_every_claim_with_the_same_numbers_in_both_languages(documents):
    for name, english in documents["en"].items():
        assert digits(english.split("\n")[0]) == digits(documents["de"][name].split("\n")[0])
        lines = [{line.rsplit("`", 2)[1]: line for line in documents[language][name].split("\n") if line[:2] == "- "}
                 for language in LANGUAGES]  # fmt: skip
        assert list(lines[0]) == list(lines[1])
        for claim, line in lines[0].items():
            assert digits(line) == digits(lines[1][claim]), claim


def test_stored_lists_are_those_of_the_ledger(documents, root):
    for name, text in documents["en"].items():
        assert (root / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_front_page_lists_and_notebook_count_alike(documents, language, root):
    book = ask.ledger()
    with settings(RECOUNT_LANGUAGE=language):
        ledger_pages.load_shelf.cache_clear()
        front = pages.front_page(has_lessons=True)
    ledger_pages.load_shelf.cache_clear()
    cells = read_notebook(root / "notebooks" / "00_ledger.ipynb").cells
    shown = " ".join(o.get("data", {}).get("text/markdown", "") for c in cells for o in c.get("outputs", []))
    assert f"The ledger has {len(book)} claims" in shown
    assert str(len(book)) in re.sub(r"<[^>]*>", " ", front)
    # The lists count every claim, the front page those that are not only reported to reject.
    rejected = len(book) - int(digits_of_counts(front)[0])
    assert digits_of_counts(front)[0] == re.search(r"Of (\d+) claims", shown)[1]
    for name, place in (("CONSISTENCIES.md", 1), ("INCONSISTENCIES.md", 2)):
        in_list = int(re.search(r"\d+", documents[language][name].split("\n")[0])[0])
        assert 0 <= in_list - int(digits_of_counts(front)[place]) <= rejected


def digits_of_counts(page):
    """Return the large counts of the front page, in order."""
    return [re.sub(r"\D", "", found) for found in re.findall(r"<dd>([\d.,]+)</dd>", page)]
