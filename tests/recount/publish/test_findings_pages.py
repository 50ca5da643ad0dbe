"""The findings in README and site give the numbers that are worked out."""

from analysis.ten_findings import load_findings
from recount.publish import findings_pages


def test_site_shows_every_finding():
    page, front = findings_pages.findings_page(), findings_pages.front()
    for found in load_findings():
        assert found.title in page
        assert found.title in front
