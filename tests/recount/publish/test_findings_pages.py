"""The findings in README and site give the numbers that are worked out."""

import pytest

from analysis.ten_findings import load_findings
from recount.publish import findings_pages


def test_readme_carries_the_findings_as_they_are_now(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    assert findings_pages.replaced(text, "README.md") == text


def test_site_shows_every_finding():
    page, front = findings_pages.findings_page(), findings_pages.front()
    for found in load_findings():
        assert found.title in page
        assert found.title in front


def test_a_document_without_marks_is_refused():
    with pytest.raises(findings_pages.FindingsError, match="expected the lines"):
        findings_pages.replaced("# Nothing", "README.md")
