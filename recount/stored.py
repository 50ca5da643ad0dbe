"""Stored notebooks: read them, strip what changes from run to run, write them whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat

#: Kept in a stored notebook; everything else in the metadata is a trace of one run.
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class NotebookError(RuntimeError):
    """A notebook that cannot be read or does not run as it should."""


def read_notebook(path: str | Path):
    """Return a notebook as :class:`nbformat.NotebookNode` of version 4.

    Raises
    ------
    NotebookError
        If the file is no notebook.
    """
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise NotebookError(f"{Path(path).name}: expected a Jupyter notebook, got {error}") from None


def normalise(notebook):
    """Return the notebook without the traces of one run.

    Removed are papermill's paths and times, execution times of cells, and the exact
    Python version. Outputs and execution counts stay.
    """
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": {"name": "python"}})
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    return notebook


def check_outputs(notebook, name: str) -> None:
    """Refuse a run that left warnings or errors in its outputs.

    Raises
    ------
    NotebookError
        Naming the cell.
    """
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error" or output.get("name") == "stderr":
                text = output.get("evalue") or output.get("text", "")
                raise NotebookError(f"{name}, cell {number}: expected no warning or error, got {text.strip()[:500]}")


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: into a temporary file beside it, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def notebook_bytes(notebook) -> bytes:
    """Return a notebook as it is stored: UTF-8, one blank of indent, a line end at the end."""
    nbformat.validate(notebook)
    return (nbformat.writes(notebook, version=4, indent=1).rstrip("\n") + "\n").encode("utf-8")
