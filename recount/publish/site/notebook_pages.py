"""Notebooks as pages: the stored outputs, with the code folded away and every picture with its words.

Renderers of notebooks drop the alternative text of pictures, so a picture and its caption are written here as one
figure, with the text that the stored output carries.
"""

from __future__ import annotations

import base64
import json

from analysis.ledger import ask
from analysis.text.words import _
from recount.publish import prose
from recount.publish.shown import notebooks_of
from recount.publish.site import shown_run
from recount.publish.site.gallery import Figure, anchor, downloads, load_figures, picture
from recount.publish.site.html import SiteError, escape, from_markdown, link, page, raw, sources_section, tag
from recount.runs.catalogue import questions

#: Heading of the part from which the front page takes its findings; the ledger's own notebook has none.
LAST_PART = "## 5. What can be said"


def notebook(name: str) -> bytes:
    """Return a stored notebook as the site shows it.

    Raises
    ------
    SiteError
        If it holds no outputs, or a picture without alternative text or unlike the file in ``figures/``.
    """
    stored = json.loads(shown_run.notebook(name).read_text(encoding="utf-8"))
    for number, cell in enumerate(stored["cells"]):
        if cell["cell_type"] == "code":
            cell["metadata"] = {"tags": [*cell["metadata"].get("tags", []), "hide-input"]}
            cell["outputs"] = _outputs(cell["outputs"], f"{name}.ipynb, cell {number}")
        elif cell["cell_type"] == "markdown":
            cell["source"] = prose.translated("".join(cell["source"]))
    if not any(cell.get("outputs") for cell in stored["cells"]):
        raise SiteError(f"{name}.ipynb: expected stored outputs, found none; run: recount report {name}")
    stored["cells"] += _closing(name)
    return (json.dumps(stored, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _outputs(stored: list[dict], where: str) -> list[dict]:
    made: list[str] = []
    waiting: Figure | None = None
    for output in stored:
        if output["output_type"] == "error":
            raise SiteError(f"{where}: expected a run without errors, got {output.get('evalue', '')}")
        if "image/png" in output.get("data", {}):
            waiting = _figure(output, where)
            made.append("")
        elif waiting:
            made[-1] = _bundle(waiting, _text(output, where))
            waiting = None
        else:
            made.append(from_markdown(_text(output, where)))
    if waiting:
        raise SiteError(f"{where}: expected a caption after the picture {waiting.name}, found none")
    return [_display(html) for html in made]


def _text(output: dict, where: str) -> str:
    if "text/markdown" not in output.get("data", {}):
        raise SiteError(f"{where}: expected Markdown or a picture as output, got {output['output_type']}")
    return "".join(output["data"]["text/markdown"])


def _figure(output: dict, where: str) -> Figure:
    words = output.get("metadata", {}).get("recount", {})
    figure = load_figures().get(words.get("name", ""))
    if figure is None or figure.alt != words.get("alt"):
        raise SiteError(
            f"{where}: expected a picture whose name and alternative text are those of figures/, got "
            f"{words.get('name')!r}; run: recount report"
        )
    drawn = base64.b64decode("".join(output["data"]["image/png"]))
    if drawn != (shown_run.figures() / f"{figure.name}.png").read_bytes():
        raise SiteError(f"{where}: expected the picture of figures/{figure.name}.png, got another; run: recount report")
    return figure


def _bundle(figure: Figure, caption: str) -> str:
    in_gallery = link(f"../gallery/{figure.notebook}.html#{anchor(figure)}", _("description in words"))
    below = f'{from_markdown(caption)}<p class="files">{downloads(figure)}; {in_gallery}.</p>'
    return tag("figure", picture(figure) + tag("figcaption", below), class_="bundle", id=anchor(figure))


def _display(html: str) -> dict:
    # The plain text would only repeat the HTML.
    return {"output_type": "display_data", "data": {"text/html": html, "text/plain": ""}, "metadata": {}}


def _closing(name: str) -> list[dict]:
    keys = [key for figure in load_figures().values() if figure.notebook == name for key in figure.sources]
    words = [
        sources_section(keys, "../"),
        _("Tables carry their sources in the notes below them."),
        raw(f"<p>{escape(_('Claims shown here:'))} {_claims(name)}</p>"),
        raw(f"<p>{escape(_('This page as a file of the project:'))} <code>notebooks/{name}.ipynb</code></p>"),
    ]
    return [{"cell_type": "markdown", "id": "sources", "metadata": {}, "source": "\n\n".join(filter(None, words))}]


def _claims(name: str) -> str:
    """Return links to the rows of the ledger whose claims a notebook shows; the ledger's own leads to all of them."""
    found = [claim for claim in ask.ledger().index if name in notebooks_of(claim)[:-1]]
    return ", ".join(link(f"../ledger.html#{claim}", claim) for claim in found) or link("../ledger.html", _("all"))


def pages() -> dict[str, str | bytes]:
    """Return the pages of the notebooks, by path below the sources."""
    titles = questions()
    made: dict[str, str | bytes] = {f"notebooks/{name}.ipynb": notebook(name) for name in titles}
    entries = "\n".join(titles)
    intro = _("Each notebook asks one question. `01` to `10` have the same five parts: what the pamphlet prints; does "
              "it add up; what others published; how much hangs on the choices; what can be said, and what cannot. The "
              "code is folded away and can be opened.")  # fmt: skip
    toctree = f"```{{toctree}}\n:maxdepth: 1\n\n{entries}\n```"
    made["notebooks/index.md"] = page(_("Notebooks"), intro, toctree)
    return made


def first_points() -> dict[str, str]:
    """Return from each notebook with a part 5 the first point of that part, as Markdown, by the notebook's name."""
    found = {}
    for name in questions():
        stored = json.loads(shown_run.notebook(name).read_text(encoding="utf-8"))
        inside = False
        for cell in stored["cells"]:
            if cell["cell_type"] == "markdown":
                inside = inside or any(line.startswith(LAST_PART) for line in "".join(cell["source"]).splitlines())
            for output in cell.get("outputs", []):
                text = "".join(output.get("data", {}).get("text/markdown", ""))
                if inside and text and name not in found:
                    found[name] = text.removeprefix("- ").split("\n")[0]
    return found
