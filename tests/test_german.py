"""What a German reader gets is German: every word of ours in pictures, notebooks, slides, lessons and pages.

English words are found by program: those of the texts of the code that occur in no translation. What is not ours stays
as it is and is left out: names, titles of works, addresses, code, and the remarks that the rows of the data carry.
"""

import json
import re

import pytest

from analysis.data import reference, sources, tables
from recount.publish import lessons, prose, translating
from recount.runs.drawing import settings
from recount.runs.stored import read_notebook

#: The catalogue is read with Babel, which comes with the site.
pytestmark = pytest.mark.full()

WORD = re.compile(r"[^\W\d_]{3,}")
#: No text of ours: code, titles in italics, addresses, quotations, a file's name.
FOREIGN = re.compile(r"https?://\S+|`[^`]*`|(?<!\*)\*[^*]+\*(?!\*)|“[^”]*”|\b\w+\.(?:md|csv)\b")
#: What a passage of a cited work says stands in English in the data, and so do the remarks of its rows.
SAYS = re.compile(r"(?:Das angeführte Werk|, wie ein anderer Text es zitiert|Pritt, |Pravda |US chargé ).*", re.DOTALL)
REMARKS = {"Anmerkung", "Bemerkung", "Aussage", "Namen", "Was sie beantworten würde", "Wo", "Einstellung"}
#: The name of something.
KNOWN = {"time", "plan", "norman", "stuart"}


@pytest.fixture(scope="module")
def english():
    """Words of the English texts that no translation has and that are no part of a name."""
    texts, translated = set(), set()
    for message in translating.read("de"):
        both = [x if isinstance(x, (tuple, list)) else [x] for x in (message.id, message.string)]
        for words, known in zip(both, (texts, translated), strict=True):
            for text in words if message.id else ():
                known.update(word.lower() for word in WORD.findall(re.sub(r"\{[^}]*\}", "", text or "")))
    return texts - translated - names() - KNOWN


def names():
    """Words of names: in the bibliography, in the printed lists, in the short forms of sources."""
    found = " ".join(sources.footnote(key) + sources.short_form(key) for key in reference.source_keys())
    for table in ("trial_names", "listed_items"):
        found += " ".join(tables.load_pamphlet(table)["name"])
    return {word.lower() for word in WORD.findall(found) if word[0].isupper()}


def left(text, english):
    """Return the English words of a text."""
    bare = FOREIGN.sub(" ", SAYS.sub("", text))
    return sorted({word for word in WORD.findall(bare) if word.lower() in english})


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Every notebook, run in German."""
    from recount.runs.execution import Job
    from recount.runs.jobs import run_jobs
    from recount.runs.runner import choose_engine, notebook_names

    out = tmp_path_factory.mktemp("german")
    with settings(RECOUNT_LANGUAGE="de"):
        outcomes = run_jobs([Job(name, {}, out, choose_engine(None)) for name in notebook_names()])
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return out


def test_the_search_finds_english(english):
    """The rule can fail: it knows words of ours, and does not take German for English."""
    assert {"highest", "screening", "fragile", "which", "working"} <= english
    assert left("Die höchste von 5 Zahlen; fest, brüchig.", english) == []
    assert left("Place 2 von 5, highest", english) == ["Place", "highest"]


def test_words_of_figures(run, english):
    parts = ("title", "caption", "alt", "description", "inside_note")
    found = {}
    for path in sorted((run / "figures").glob("*.json")):
        words = json.loads(path.read_text(encoding="utf-8"))
        found |= {f"{path.stem}: {part}": left(words[part], english) for part in parts}
    assert {place: words for place, words in found.items() if words} == {}


def test_prose_sentences_captions_and_cells_of_notebooks(run, english):
    found = {}
    with settings(RECOUNT_LANGUAGE="de"):
        for path in sorted((run / "notebooks").glob("*.ipynb")):
            for text in shown(read_notebook(path)):
                if words := left(text, english):
                    found[f"{path.stem}: {text[:100]}"] = words
    assert found == {}


def shown(notebook):
    """Yield the texts that a notebook shows: prose, sentences, captions, and cells that are no remarks of the data."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield prose.translated(cell.source)
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/markdown", "")
            lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.split("\n") if line.startswith("|")]
            # Numbered lines are citations.
            yield "\n".join(s for s in text.split("\n") if not re.match(r"\||\d+\. |\n", s))
            for column in zip(*lines, strict=True):
                head = column[0].strip()
                yield head
                yield from (f"{head}: {cell}" for cell in column[2:] if head not in REMARKS and not is_id(cell))


def is_id(cell):
    """Whether a cell holds names of rows."""
    return bool(re.fullmatch(r"\s*[\w-]+(?:-[\w-]+)+(?:, [\w-]+)*\s*", cell))


def test_lessons(english):
    found = {}
    with settings(RECOUNT_LANGUAGE="de"):
        for name in lessons.names():
            lesson = lessons.read(name)
            texts = [lessons.fill(t) for block in lesson.blocks if block.kind not in ("figure", "write")
                     for t in block.texts]  # fmt: skip
            # A lesson quotes the pamphlet and says in German what it means.
            found |= {f"{name}: {text[:80]}": left(re.sub("„[^“]*“", "", text), english) for text in texts}
    assert {place: words for place, words in found.items() if words} == {}


def test_pages_of_the_site(run, english, monkeypatch):
    from recount.publish import findings_pages
    from recount.publish.site import ledger_pages, shown_run, what_if

    monkeypatch.setattr(shown_run, "folder", lambda: run)
    found = {}
    with settings(RECOUNT_LANGUAGE="de"):
        ledger_pages.load_shelf.cache_clear()
        pages = {"whatif": what_if.what_if_page(), "findings": findings_pages.findings_page(),
                 "ledger": ledger_pages.ledger_page()}  # fmt: skip
    ledger_pages.load_shelf.cache_clear()
    for name, page in pages.items():
        # Names of sources and rows are links, a picture's words are those of the figure, and the paragraphs of the
        # ledger quote what others say.
        ours = r"<(a|code|script|p)\b.*?</\1>" if name == "ledger" else r"<(a|code|script)\b.*?</\1>"
        bare = re.sub(ours + r"|<img[^>]*>|^`+\{raw\} html$|^:hidden:$", " ", page, flags=re.DOTALL | re.MULTILINE)
        for piece in re.split(r"<[^>]*>|\n", bare):
            if words := left(piece, english):
                found[f"{name}: {piece[:100]}"] = words
    assert found == {}
