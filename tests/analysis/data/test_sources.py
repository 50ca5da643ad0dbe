"""Citations: a small bibliography by hand, and every entry of the committed one."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import reference, sources, tables
from analysis.data.sources import SourceError

BIB = r"""
@book{getty_1985,
  author = {Getty, J. Arch},
  title = {Origins of the Great Purges},
  address = {Cambridge},
  publisher = {Cambridge University Press},
  year = {1985}
}
@book{two_1999,
  author = {Getty, J. Arch and Naumov, Oleg V.},
  title = {The Road to Terror},
  year = {1999}
}
@article{four_2001,
  author = {One, A. and Two, B. and Three, C. and de la Four, D.},
  title = {A {C}omparison of Figures},
  journal = {Journal of Numbers},
  volume = {7}, number = {2}, pages = {11--29}, year = {2001}, doi = {10.1000/xyz}
}
@incollection{umlaut_1978,
  editor = {M{\"u}ller, J{\"o}rg and {\v S}im\'anek, Karel},
  title = {Zahlen --- und Worte},
  booktitle = {Handbuch},
  volume = {3}, address = {M{\"u}nchen}, publisher = {Beck}, pages = {5}, year = {1978}
}
@misc{bureau,
  organization = {Bureau of {S}tatistics},
  title = {Yearbook}
}
@misc{nameless,
  title = {Leaflet}
}
"""


@pytest.fixture
def bib(tmp_path, monkeypatch):
    (tmp_path / "sources.bib").write_text(BIB, encoding="utf-8")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("key", "short", "full"),
    [
        (
            "getty_1985",
            "Getty 1985",
            "J. Arch Getty, *Origins of the Great Purges*, Cambridge: Cambridge University Press, 1985.",
        ),
        ("two_1999", "Getty and Naumov 1999", "J. Arch Getty and Oleg V. Naumov, *The Road to Terror*, 1999."),
        (
            "four_2001",
            "One and others 2001",
            "A. One, B. Two, C. Three and D. de la Four, “A Comparison of Figures”, *Journal of Numbers* 7 (2), "
            "2001, pp. 11–29, https://doi.org/10.1000/xyz.",
        ),
        (
            "umlaut_1978",
            "Müller and Šimánek 1978",
            "Jörg Müller and Karel Šimánek, “Zahlen — und Worte”, in *Handbuch* 3, München: Beck, 1978, pp. 5.",
        ),
        ("bureau", "Bureau of Statistics", "Bureau of Statistics, *Yearbook*."),
        ("nameless", "Leaflet", "*Leaflet*."),
    ],
)
def test_forms_by_hand(bib, key, short, full):
    assert sources.short_form(key) == short
    assert sources.footnote(key) == full


def test_locator_stands_at_the_end(bib):
    assert (
        sources.footnote("two_1999", " p. 5 ") == "J. Arch Getty and Oleg V. Naumov, *The Road to Terror*, 1999, p. 5."
    )
    assert sources.footnote("two_1999", "p. 5.").endswith("1999, p. 5.")


def test_an_unknown_key_is_refused_with_the_nearest(bib):
    with pytest.raises(SourceError) as caught:
        sources.footnote("getty_1986")
    assert str(caught.value) == "expected a key of data/sources.bib, got 'getty_1986'; did you mean 'getty_1985'?"
    with pytest.raises(SourceError, match=r"got 'qqqq'$"):
        sources.short_form("qqqq")


def rows(*cells, column="sources"):
    return pd.DataFrame([{column: k, "locator": place, "original_source": o} for k, place, o in cells])


def test_footnotes_by_hand(bib):
    found = sources.footnotes(
        rows(
            ("two_1999;getty_1985", "p. 1; p. 2", ""),
            ("getty_1985", "p. 3", "bureau;Ivanov"),
            ("getty_1985", "p. 2", ""),
        )
    )
    assert found == [
        "J. Arch Getty and Oleg V. Naumov, *The Road to Terror*, 1999, p. 1.",
        "J. Arch Getty, *Origins of the Great Purges*, Cambridge: Cambridge University Press, 1985, p. 2; p. 3; "
        "quoting Bureau of Statistics and Ivanov.",
    ]


def test_many_places_are_cut_short(bib):
    found = sources.footnotes(rows(*(("two_1999", f"p. {n}", "") for n in range(9))))
    assert found[0].endswith("1999, p. 0; p. 1; p. 2; p. 3; and elsewhere.")


def test_a_source_does_not_quote_itself(bib):
    assert "quoting" not in sources.footnotes(rows(("bureau", "", "bureau")))[0]


def test_footnotes_of_printed_rows(bib):
    frame = pd.DataFrame([{"cited_source": "getty_1985;bureau"}, {"cited_source": ""}])
    assert len(sources.footnotes(frame)) == 2
    assert sources.short_forms(frame) == "Getty 1985; Bureau of Statistics"
    assert sources.keys(frame) == ["getty_1985", "bureau"]


def test_no_rows_have_no_footnotes(bib):
    assert sources.footnotes(rows()) == []
    assert sources.footnotes(rows(("", "", ""))) == []
    assert sources.short_forms(rows(("", "", ""))) == ""


def test_bibtex_can_be_read_back(bib):
    from pybtex.database import parse_string

    text = sources.bibtex(["two_1999", "getty_1985", "umlaut_1978", "two_1999"])
    found = parse_string(text, "bibtex")
    assert list(found.entries) == ["getty_1985", "two_1999", "umlaut_1978"]
    for key, item in found.entries.items():
        assert dict(item.fields) == dict(sources.entry(key).fields)
        assert [str(p) for r in item.persons.values() for p in r] == [
            str(p) for r in sources.entry(key).persons.values() for p in r
        ]
    with pytest.raises(SourceError):
        sources.bibtex(["two_1999", "none"])


def test_a_changed_bibliography_is_read_anew(bib):
    assert sources.short_form("nameless") == "Leaflet"
    (bib / "sources.bib").write_text(BIB.replace("Leaflet", "Handbill, longer"), encoding="utf-8")
    assert sources.short_form("nameless") == "Handbill, longer"


# Without the pairs that BibTeX reads as one sign: '' and ,, are quotation marks.
@given(st.text("abcäöüß-—.:;()&% 0123456789", max_size=40))
def test_plain_text_stays_plain(text):
    found = sources.plain(text.replace("%", r"\%").replace("&", r"\&"))
    assert found == " ".join(text.replace("---", "\N{EM DASH}").replace("--", "\N{EN DASH}").split())


# --- the committed bibliography ------------------------------------------------------------------------------------


def test_every_entry_has_a_readable_form():
    for key in sources.bibliography().entries:
        short, full = sources.short_form(key), sources.footnote(key)
        assert short, key
        assert full.endswith("."), key
        assert not re.search(r"[{}\\]|``|''|  |, ,|\(\)|^,|None", short + " " + full), (key, full)
        assert re.search(r"\*[^*]+\*", full), key
        assert full.count("*") == 2, key


PLACES = ("organization", "institution", "year", "url", "journal", "booktitle", "howpublished", "publisher", "note")


def test_every_entry_is_complete_enough_to_be_found():
    for key, item in sources.bibliography().entries.items():
        assert "title" in item.fields, key
        assert item.persons or any(f in item.fields for f in PLACES), key


def test_short_forms_tell_works_apart_in_one_table():
    # Two works with one short form may not stand under one chart: a reader could not tell them apart.
    shared = {}
    for key in sources.bibliography().entries:
        shared.setdefault(sources.short_form(key), set()).add(key)
    doubles = {s: keys for s, keys in shared.items() if len(keys) > 1}
    frame = tables.load_all("estimates")
    clashes = []
    for name, group in frame.groupby("table"):
        used = {k for cell in group["sources"] for k in cell.split(";")}
        clashes += [(name, short) for short, keys in doubles.items() if len(keys & used) > 1]
    assert not clashes


def test_a_work_without_publisher_is_cited_with_its_address():
    places = ("doi", "publisher", "journal", "booktitle", "institution", "organization", "howpublished")
    for key, item in sources.bibliography().entries.items():
        if "url" in item.fields and not any(f in item.fields for f in places):
            assert item.fields["url"] in sources.footnote(key), key


def test_keys_found_by_pattern_are_those_that_are_parsed():
    assert reference.source_keys() == set(sources.bibliography().entries)
