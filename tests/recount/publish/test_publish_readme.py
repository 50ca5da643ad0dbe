"""What is worked out in the README is what would be written now."""

import pytest

from analysis.data import tables
from recount.publish import readme


def test_readme_is_current(root):
    text = (root / readme.README).read_text(encoding="utf-8")
    assert readme.replaced(text) == text


def test_every_part_is_in_it_once(root):
    text = (root / readme.README).read_text(encoding="utf-8")
    for name in readme.PARTS:
        begin, end = readme.marks(name)
        assert (text.count(begin), text.count(end)) == (1, 1)


def test_a_document_without_marks_is_refused():
    with pytest.raises(readme.ReadmeError, match="expected the lines"):
        readme.replaced("# Nothing")


def test_an_old_number_is_replaced():
    begin, end = readme.marks("count")
    assert readme.replaced(f"a {begin} 7 {end} b", {"count": lambda: "8"}) == f"a {begin}\n\n8\n\n{end} b"


def test_every_rung_is_counted():
    rows = tables.load_all("estimates", unchecked=True)
    assert set(readme.RUNGS) == set(tables.VERIFICATION)
    said = readme.trust()
    for rung, count in rows["verification"].value_counts().items():
        assert f"| {rung.replace('_', ' ')} | {count:,} |" in said
    assert ("none was seen in print yet" in said) == ("print" not in set(rows["verification"]))
