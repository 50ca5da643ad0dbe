"""The table that data editors of journals ask for: what makes each figure, table and number in the text.

Made from the stored notebooks, the text of the modules, and the record of the files that each notebook reads.
What cannot be traced stands in it as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.data.files import as_csv, read_csv
from analysis.text import words as language
from recount.app.setup import ROOT
from recount.publish import rows_shown, tracing
from recount.publish.slides.story import plain
from recount.runs.stored import read_notebook

NUMBER = re.compile(r"(?<![\w.,])[\u2212-]?\d[\d.,]*(?:[\u2013-]\d[\d.,]*)?\s?%?")
TYPED = "typed in the text, not computed"
TOGETHER = "the cell's outputs cannot be told apart; all its functions are named"
UNTRACED = "no function of the project is named in the cell"
READS = Path("docs/reviewers_data.csv")
KINDS = {"figure": "Figures", "table": "Tables", "sentence": "Numbers in sentences", "prose": "Numbers typed in prose"}
INTRODUCTION = """# What makes each figure, table and number

One command looks up a claim, a figure, a row of data, a finding, or any number or words:

    recount explain expulsions-1937-number
    recount explain 04_death_sentences
    recount explain "353,074"

It says what is stated, where it stands, the three verdicts with their working and how firm they are, the rows behind
them with pages and addresses, the notebook that shows it, the function that makes it with file and line, and what would
change it. `recount ledger --search WORDS` and `--section WORDS` list claims.

`docs/reviewers.csv` holds the same for every figure, table and sentence with a number: notebook, cell, function, file
and line, and the ids of the rows whose figures, of five digits or more, it shows. It is made by `recount reviewers
--write` from the stored notebooks and the code. The files that each notebook reads, as its last run recorded them, are
listed below and in `docs/reviewers_data.csv`. All of them are made anew by `make report`.
"""


class ReviewersError(ValueError):
    """A table for reviewers that cannot be made."""


class Item(NamedTuple):
    """One thing that a notebook shows, and where it comes from."""

    notebook: str
    cell: int
    cell_id: str
    kind: str
    name: str
    numbers: str
    functions: str
    program: str
    rows: str
    sources: str
    remark: str


def items(notebook: str) -> Iterator[Item]:
    """Yield every figure, every table, and every sentence with a number of a stored notebook.

    Parameters
    ----------
    notebook : str
        Its name.
    """
    cells = read_notebook(ROOT / "notebooks" / f"{notebook}.ipynb").cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    names = tracing.names_in("\n".join(code))
    values: dict = {}
    for number, cell in enumerate(cells, 1):
        place = (notebook, number, cell.id)
        if cell.cell_type == "markdown":
            for sentence in sentences(cell.source):
                rows = _rows(notebook, sentence)
                yield Item(*place, "prose", sentence, numbers_in(sentence), "", "", rows, "", TYPED)
            continue
        values |= tracing.assigned(cell.source)
        yield from _of_cell(place, cell, tracing.steps(cell.source, names, values))


def _of_cell(place: tuple, cell, found: list[tracing.Step]) -> Iterator[Item]:
    outputs = cell.get("outputs", [])
    shared = tracing.share_out(found, len(outputs))
    everything = tuple(dict.fromkeys(maker for step in found for maker in step.makers))
    caption_of = ""
    for number, output in enumerate(outputs):
        makers = shared[number].makers if shared else everything
        made = _made_by(makers, told_apart=bool(shared))
        words = output.get("data", {}).get("text/markdown", "")
        figure = output.get("metadata", {}).get("recount", {}).get("name", "")
        if figure:
            yield Item(*place, "figure", figure, _plotted(figure), *made[:2], *_behind(figure, place[0]), made[2])
        elif caption_of or not _is_table(words):
            yield from _of_words(place, "caption of " + caption_of if caption_of else "", words, made)
        else:
            caption = plain(words.split("\n")[0])
            rows = _rows(place[0], words)
            yield Item(*place, "table", caption, _table_size(words), *made[:2], rows, "", made[2])
        caption_of = figure


def _of_words(place: tuple, what: str, words: str, made: tuple[str, str, str]) -> Iterator[Item]:
    # The last line of a caption names the file of plotted numbers, which stands with the figure.
    for sentence in sentences(re.sub(r"\n\n[^\n]*`\w+\.csv`[^\n]*$", "", words) if what else words):
        remark = "; ".join(filter(None, [what, made[2]]))
        rows = _rows(place[0], sentence)
        yield Item(*place, "sentence", sentence, numbers_in(sentence), *made[:2], rows, "", remark)


def _written(cell: str) -> str:
    """Return a plotted number as a reader sees it; other cells as they are."""
    try:
        return language.number(float(cell))
    except ValueError:
        return cell


def _rows(notebook: str, text: str) -> str:
    """Return the ids of the rows whose figure a sentence or table shows, joined by blanks."""
    return " ".join(rows_shown.rows_in(text, rows_shown.files_of(stored_reads(), notebook)))


def _made_by(makers: tuple[tracing.Maker, ...], *, told_apart: bool) -> tuple[str, str, str]:
    """Return names, places and a remark for some functions."""
    remark = UNTRACED if not makers else "" if told_apart else TOGETHER
    return "; ".join(m.name for m in makers), "; ".join(f"{m.file}:{m.line}" for m in makers), remark


def sentences(text: str) -> list[str]:
    """Return the sentences of a Markdown text that hold a digit, plain; without headings and numbered notes."""
    found = []
    for block in re.split(r"\n\s*\n|\n(?=- |#|\d+\. )", text.strip()):
        if re.match(r"#+ |\d+\. ", block):
            continue
        bare = re.sub(r"^- ", "", plain(block))
        # A full stop after an initial or an abbreviation is followed by a capital too; such parts stay whole.
        found += re.split(r"(?<=[a-z0-9)%\u201d][.?!]) (?=[A-Z\u201c])", bare)
    return [s for s in found if re.search(r"\d", s)]


def numbers_in(text: str) -> str:
    """Return the numbers of a sentence, joined by blanks, as written."""
    return " ".join(m.strip().rstrip(".,").replace(" ", "") for m in NUMBER.findall(text))


def _is_table(words: str) -> bool:
    return bool(re.search(r"(?m)^\| ", words))


def _table_size(words: str) -> str:
    rows = [line for line in words.splitlines() if line.startswith("| ")]
    return f"{len(rows) - 2} rows"


def _plotted(figure: str) -> str:
    return f"{len(read_csv(ROOT / 'figures' / f'{figure}.csv'))} rows in figures/{figure}.csv"


def _behind(figure: str, notebook: str) -> tuple[str, str]:
    """Return the ids of the rows behind a figure and the keys of its sources."""
    plotted = read_csv(ROOT / "figures" / f"{figure}.csv")
    ids = list(dict.fromkeys(row["id"] for row in plotted if row.get("id")))
    ids = ids or _rows(notebook, " ".join(map(_written, (cell for row in plotted for cell in row.values())))).split()
    words = json.loads((ROOT / "figures" / f"{figure}.json").read_text(encoding="utf-8"))
    return " ".join(ids), " ".join(words["sources"])


def all_items() -> list[Item]:
    """Return the items of every stored notebook, in order."""
    return [item for path in sorted((ROOT / "notebooks").glob("*.ipynb")) for item in items(path.stem)]


def recorded_reads() -> dict[str, list[str]]:
    """Return the data files that each notebook reads, as its last run recorded them.

    Raises
    ------
    ReviewersError
        If a notebook has not been run as it stands; ``make report`` runs it.
    """
    from recount.runs import cache
    from recount.runs.execution import Job
    from recount.runs.runner import choose_engine, notebook_names

    reads = {}
    for name in notebook_names():
        entry = cache.look_up(Job(name, engine=choose_engine(None)).inputs()).entry
        if entry is None:
            raise ReviewersError(
                f"{name}: expected a run of the notebook as it stands, found none; run make report first"
            )
        data = json.loads((entry / cache.MANIFEST).read_text(encoding="utf-8"))["data"]
        reads[name] = sorted(p for p in data if Path(p).suffix in (".csv", ".bib"))
    return reads


@cache
def stored_reads() -> dict[str, list[str]]:
    """Return the data files that each notebook reads, as stored beside the table."""
    reads: dict[str, list[str]] = {}
    for row in read_csv(ROOT / READS):
        reads.setdefault(row["notebook"], []).append(row["file"])
    return reads


def files(reads: dict[str, list[str]]) -> dict[str, str]:
    """Return the table as files: path below the project -> text.

    Parameters
    ----------
    reads : dict
        Data files by notebook, from :func:`recorded_reads` or :func:`stored_reads`.
    """
    found = all_items()
    return {
        "docs/reviewers.md": as_markdown(found, reads),
        "docs/reviewers.csv": as_csv(Item._fields, found),
        READS.as_posix(): as_csv(("notebook", "file"), [(n, file) for n, names in reads.items() for file in names]),
    }


def as_markdown(found: list[Item], reads: dict[str, list[str]]) -> str:
    """Return the short page: how to look something up, how much is listed, and what each notebook reads."""
    lines = [INTRODUCTION, *_summary(found), "| Notebook | " + " | ".join(KINDS.values()) + " | Reads, below `data/` |"]
    lines.append("| --- |" + " ---: |" * len(KINDS) + " --- |")
    for notebook in dict.fromkeys(item.notebook for item in found):
        has = [str(sum(i.notebook == notebook and i.kind == kind for i in found)) for kind in KINDS]
        data = ", ".join(f"`{name}`" for name in reads.get(notebook, []))
        lines.append(f"| {' | '.join([f'`{notebook}`', *has, data])} |")
    return "\n".join(lines) + "\n"


def _summary(found: list[Item]) -> list[str]:
    counts = {kind: sum(item.kind == kind for item in found) for kind in KINDS}
    lines = ["| Kind | Listed | Without a function |", "| --- | ---: | ---: |"]
    for kind, head in KINDS.items():
        untraced = sum(item.kind == kind and not item.program for item in found)
        lines.append(f"| {head} | {counts[kind]} | {untraced} |")
    return [*lines, ""]


def write() -> list[Path]:
    """Write the table for reviewers from the last runs and return its files."""
    from analysis.data.files import write_atomic

    made = files(recorded_reads())
    for name, text in made.items():
        write_atomic(ROOT / name, text.encode("utf-8"))
    return [ROOT / name for name in made]
