"""The site's pages before Sphinx puts them together: complete, escaped, linked, chosen by the stated rules."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis.display import style
from analysis.ledger import claims
from analysis.topics.overview import views as ledger_views
from recount.publish.site import build as site
from recount.publish.site import gallery as site_gallery
from recount.publish.site import html as site_html
from recount.publish.site import ledger_pages as site_ledger
from recount.publish.site import notebook_pages as site_notebooks
from recount.publish.site import pages as site_pages
from recount.publish.site import tables as site_data
from recount.publish.site.html import SiteError


@pytest.fixture(scope="module")
def pages():
    """Every page as it is handed to Sphinx."""
    return {
        path: content if isinstance(content, str) else shown(content) for path, content in site_pages.pages().items()
    }


def shown(notebook):
    """What a page of a notebook shows: its Markdown and its outputs."""
    cells = json.loads(notebook)["cells"]
    outputs = [o["data"]["text/html"] for c in cells for o in c.get("outputs", [])]
    return "\n".join([*outputs, *("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")])


def anchors(text):
    return re.findall(r'\sid="([^"]+)"', text)


# -- data -----------------------------------------------------------------------------------------


def test_every_row_of_every_table_stands_on_a_page_with_its_anchor(pages, data):
    for path in data.rglob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            heads, *rows = csv.reader(file)
        parts = [text for name, text in pages.items() if re.fullmatch(rf"data/{path.stem}(-\d+)?\.md", name)]
        if heads[-2:] == ["year", "value"]:
            # A yearly series is one row, with every year and value in it.
            series = {tuple(names) for *names, _year, _value in rows}
            assert all(any(f"{year} {value}" in text for text in parts) for *_names, year, value in rows[::97])
            rows = list(series)
        assert sum(text.count("<tr") - 1 for text in parts) == len(rows), path.name
        if heads[0] == "id" and path.stem not in site_data.BORROWED:
            found = Counter(anchor for text in parts for anchor in anchors(text))
            assert all(found[row[0]] == 1 for row in rows), path.name


def test_an_address_leads_to_the_row(pages):
    for name, address in site_data.addresses().items():
        page, _hash, anchor = address.partition("#")
        assert anchor == name
        assert f' id="{name}"' in pages[page.replace(".html", ".md")]


def test_a_row_that_is_not_there_is_refused():
    with pytest.raises(SiteError, match="expected the id of a row of the data, got 'no-such-row'"):
        site_data.row_link("no-such-row")


def test_cells_are_text_never_markup():
    one = site_data.Table(
        "t", "pamphlet/t.csv", "T", ("id", "note"), (("a", "<script>x</script>"), ("b", '"&')), (1, 1)
    )
    page = site_data.table_pages(one)["data/t.md"]
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "&quot;&amp;" in page


def test_what_every_row_says_stands_once_above_the_table():
    rows = tuple((f"r{i}", "of one kind", str(i)) for i in range(3))
    page = site_data.table_pages(site_data.Table("t", "t.csv", "T", ("id", "unit", "value"), rows, (1, 1, 1)))
    assert page["data/t.md"].count("of one kind") == 1


def test_a_long_table_goes_on_over_several_pages():
    rows = [(f"row-{i}", "x" * 1000) for i in range(2000)]
    places = site_data._paged(rows)
    assert places[0] == 1
    assert list(places) == sorted(places)
    assert all(sum(1000 for p in places if p == n) <= site_data.PAGE_BYTES for n in set(places))
    assert places[-1] >= 4


def test_every_column_of_the_dictionary_has_an_entry(pages, data):
    with open(data / "columns.csv", encoding="utf-8", newline="") as file:
        columns = [row["column"] for row in csv.DictReader(file)]
    found = anchors(pages["data/dictionary.md"])
    assert found == [f"column-{column.replace('.', '-')}" for column in columns]


# -- ledger ---------------------------------------------------------------------------------------


def test_the_ledger_shows_every_claim_with_its_row_and_operands(pages):
    text = pages["ledger.md"]
    rows = dict(re.findall(r'<tr role="row" id="([^"]+)">(.*?)</tr>', text, re.S))
    keyed = claims.load_claims()
    assert list(rows) == keyed.sort_values("position", kind="stable")["claim"].tolist()
    for claim in keyed.itertuples():
        assert f'href="{site_data.addresses()[claim.claim]}"' in rows[claim.claim]
        for relation in claims.relations(claim):
            for name in relation.ids:
                assert name.startswith("list:") or f'href="{site_data.addresses()[name]}"' in rows[claim.claim]


def test_the_front_page_counts_as_the_ledger_does(pages):
    counted = ledger_views.load_book(ledger_views.Choices()).counted
    for question in ledger_views.QUESTIONS:
        for word, count in counted[question].value_counts().items():
            assert re.search(rf">{re.escape(word)}</a></span> <b>{count}</b>", pages["index.md"]), word
    totals = re.findall(r"<dd>([\d,]+)</dd>", pages["index.md"])
    assert int(totals[0]) == len(counted) == sum(map(int, totals[1:]))


def test_the_claim_of_each_part_is_chosen_by_the_rule():
    shelf = site_ledger.load_shelf()
    keyed = {c.claim: {i for r in claims.relations(c) for i in r.ids} for c in claims.load_claims().itertuples()}
    counted = shelf.counted
    chosen = site_ledger.most_connected().set_index("part")
    for part, group in counted[counted["standing"] != ledger_views.OPEN].groupby("part"):
        weights = [
            (-len(keyed[c] - {c} | {o for o in counted["claim"] if c in keyed[o] and o != c}), p, c)
            for c, p in zip(group["claim"], group["position"], strict=True)
        ]
        most, _position, claim = min(weights)
        assert (chosen.at[part, "claim"], chosen.at[part, "connected"]) == (claim, -most)


def test_one_finding_is_taken_from_each_notebook_with_a_last_part(root):
    found = site_notebooks.first_points()
    assert list(found) == [p.stem for p in sorted((root / "notebooks").glob("*.ipynb"))][1:]
    for name, text in found.items():
        stored = (root / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        assert json.dumps(text, ensure_ascii=False)[1:-1] in stored.split("## 5. What can be said")[-1]


# -- figures and notebooks ------------------------------------------------------------------------


def test_every_picture_has_its_words(pages):
    count = 0
    for path, text in pages.items():
        for image in re.findall(r"<img[^>]*>", text):
            count += 1
            name = re.search(r"figures/(\w+)\.svg", image)[1]
            assert f'alt="{site_html.escape(site_gallery.load_figures()[name].alt)}"' in image, path
    assert count >= 3 * len(site_gallery.load_figures())


def test_a_picture_unlike_its_file_is_refused(tmp_path, monkeypatch):
    known = site_gallery.load_figures()
    monkeypatch.setattr(site_notebooks, "load_figures", lambda: known)
    monkeypatch.setattr(site_notebooks.shown_run, "figures", lambda: tmp_path)
    (tmp_path / "00_glance.png").write_bytes(b"another picture")
    with pytest.raises(SiteError, match=r"00_ledger.ipynb, cell \d+: expected the picture of figures/00_glance.png"):
        site_notebooks.notebook("00_ledger")


def test_a_notebook_without_outputs_is_refused(tmp_path, monkeypatch):
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": []}]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "n.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(site_notebooks.shown_run, "ROOT", tmp_path)
    with pytest.raises(SiteError, match=r"n\.ipynb: expected stored outputs, found none"):
        site_notebooks.notebook("n")


def test_a_stored_table_gets_caption_region_and_headings():
    made = site_html.from_markdown("**What *it* holds**\n\n| A | B |\n| --- | ---: |\n| x | 1 |\n\n1. Note.")
    assert '<div class="scroll" role="region" tabindex="0" aria-label="What it holds">' in made
    assert "<caption>What <em>it</em> holds</caption>" in made
    assert made.count('<th scope="col"') == 2
    assert '<ol class="notes">' in made
    assert site_html.from_markdown("a <b>c</b>").strip() == "<p>a &lt;b&gt;c&lt;/b&gt;</p>"


# -- documents ------------------------------------------------------------------------------------


def test_links_of_a_document_lead_to_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(site_pages, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    document = tmp_path / "docs" / "a.md"
    document.write_text(
        "[b](../B.md#part) [t](../data/units.csv) [x](../setup.cfg) <https://example.org/> `[b](../B.md)` "
        "[w](https://example.org)\n```\n[b](../B.md)\n```\n\n![x](../figures/00_glance.png)\n",
        encoding="utf-8",
    )
    places = {document: "project/a", tmp_path / "B.md": "project/b"}
    words, picture = site_pages.relinked(document, places).split("\n\n")
    assert site_html.escape(site_gallery.load_figures()["00_glance"].alt) in picture
    assert words == (
        "[b](../project/b.md#part) [t](../data/units.md) x [https://example.org/](https://example.org/) "
        "`[b](../B.md)` [w](https://example.org)\n```\n[b](../B.md)\n```"
    )


def test_new_documents_and_lessons_become_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(site_pages, "ROOT", tmp_path)
    monkeypatch.setattr("recount.publish.lessons.page", lambda name: f"# Lesson {name}\n")
    for name in ("docs/new.md", "lessons/one.md", "CHANGELOG.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# T\n", encoding="utf-8")
    made = site_pages.document_pages()
    assert set(made) == {
        "project/changelog.md", "project/new.md", "project/index.md", "lessons/one.md", "lessons/index.md",
    }  # fmt: skip
    assert made["lessons/one.md"] == "# Lesson one\n"
    assert "\none\n" in made["lessons/index.md"]


def test_every_installed_text_has_its_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(site_pages, "ROOT", tmp_path)
    for name in ("one/text.toml", "one/README.md", "one/INCONSISTENCIES.md", "one/COLUMNS.md", "no_text/README.md"):
        (tmp_path / "texts" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "texts" / name).write_text("# T\n", encoding="utf-8")
    made = site_pages.document_pages()
    assert set(made) == {"project/one.md", "project/one_inconsistencies.md", "project/index.md"}
    assert "\none_inconsistencies\n" in made["project/index.md"]


# -- the build ------------------------------------------------------------------------------------


def test_a_folder_with_other_files_is_not_replaced(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SiteError, match="expected an empty folder or an earlier site"):
        site.build(str(tmp_path))
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_the_checkout_itself_is_not_replaced(root):
    for place in (root, root.parent):
        with pytest.raises(SiteError, match="expected a folder for the site alone"):
            site.build(str(place))


def test_an_unknown_language_is_refused_and_a_missing_catalogue_said(tmp_path, monkeypatch, capsys):
    with pytest.raises(SiteError, match="expected a language out of en, de, got 'xx'"):
        site.available("xx")
    monkeypatch.setattr("analysis.text.words.LOCALE", tmp_path)
    assert site.available("de") == "en"
    assert "no catalogue for 'de'" in capsys.readouterr().err
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "de" / "LC_MESSAGES" / "recount.mo").write_bytes(b"")
    assert site.available("de") == "de"


def test_the_colours_are_those_of_the_figures(root):
    css = (root / "docs" / "_static" / "recount.css").read_text(encoding="utf-8")
    look = style.THEMES["screen"]
    first = css[: css.index("}")]
    for name, colour in (("ink", look.ink), ("muted", look.muted), ("grid", look.grid), ("accent", look.accent),
                         ("holds", look.colours[0]), ("paper", look.background)):  # fmt: skip
        assert f"--recount-{name}: {colour};" in first


def test_nothing_of_the_frame_is_loaded_from_elsewhere(root):
    for path in [*Path(root, "docs", "_static").iterdir(), *Path(root, "docs", "_templates").iterdir()]:
        assert not re.search(r"(?:https?:)?//[a-z]+\.", path.read_text(encoding="utf-8")), path.name
