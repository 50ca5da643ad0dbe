"""A project of a few notebooks that a test writes, with this checkout's command and nothing else of it."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil

from analysis import topics
from recount.runs import cache
from recount.runs.execution import Job
from recount.runs.jobs import run_jobs
from recount.runs.stored import KERNELSPEC

ROOT = Path(__file__).resolve().parent.parent
WRITES = """
import os, pathlib
folder = pathlib.Path(os.environ["RECOUNT_OUT"]) / "figures"
folder.mkdir(exist_ok=True)
(folder / "NAME_a.csv").write_text("plotted")
print("see `NAME_a.csv`")
"""
REPORT = "import sys; from recount.runs import runner; sys.exit(runner.report({names!r}, {out!r}, **{options!r}))"


def write_notebook(folder, name, *sources):
    """Write a notebook of code cells; the first one of several holds the parameters."""
    cells = [nbformat.v4.new_code_cell(s.replace("NAME", name), id=f"c{i}") for i, s in enumerate(sources)]
    if len(cells) > 1:
        cells[0].metadata["tags"] = ["parameters"]
    folder.mkdir(parents=True, exist_ok=True)
    metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / f"{name}.ipynb")


def make_project(root, monkeypatch):
    """Let this process take a folder for the project; returns what writes a notebook there and gives its job."""
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setattr(topics, "check", lambda notebook, given: None)
    monkeypatch.delenv("RECOUNT_DATA", raising=False)
    monkeypatch.setenv("RECOUNT_CACHE", str(root / "cache"))
    for name in ("data", "notebooks", "out"):
        (root / name).mkdir(parents=True)
    (root / "requirements.lock").write_text("", encoding="utf-8")

    def write(*sources, name="01_x", **options):
        write_notebook(root / "notebooks", name, *sources)
        return Job(name, out=root / "out", **options)

    return write


def run(job):
    """Run one job, if the cache does not hold it, and return its outcome."""
    [outcome] = run_jobs([job], 1)
    return outcome


def copy_command(root):
    """Copy the two packages to a folder, the declarations replaced by one that takes a `value`."""
    for package in ("analysis", "recount"):
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "analysis/topics/__init__.py").write_text(
        '"""Tiny."""\n\nimport time\n\nfrom pydantic import Field\n\nfrom analysis.choices import parameters\n'
        "from analysis.choices.topic import Topic\n\n\n"
        'class Tiny(parameters.Parameters):\n    """Tiny."""\n\n    value: int = Field(1, description="a number")\n\n\n'
        "FOLDERS = DECLARED = {f'{i:02d}_x': Tiny for i in range(100)}\n\n\n"
        "def declaration(notebook):\n    return FOLDERS[notebook]\n\n\n"
        "def check(notebook, given):\n    return parameters.check(declaration(notebook), given, notebook)\n\n\n"
        "def outcomes(choices):\n    time.sleep(0.2)\n    return {'double': 2 * choices.value}\n\n\n"
        "def topic(notebook):\n    return Topic(notebook, 'Why?', Tiny, outcomes=outcomes)\n",
        encoding="utf-8",
    )
    shutil.copy(ROOT / "requirements.lock", root)
    (root / "data").mkdir()
    (root / "notebooks").mkdir()


def environment(root):
    """The variables under which a process of the copy runs."""
    return {**os.environ, "PYTHONPATH": str(root), "RECOUNT_CACHE": str(root / "cache")}


def start_report(root, *names, out="out", **options):
    """Start a report of the copy as a process of its own, as a shell would."""
    code = REPORT.format(names=names, out=str(root / out), options=options)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", code], cwd=root, env=environment(root), **pipes)


def wait_until(holds, seconds=10):
    """Wait until something holds; say whether it did."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def gone(pids):
    """Whether none of some processes is alive."""
    return not any(psutil.pid_exists(p) and psutil.Process(p).status() != psutil.STATUS_ZOMBIE for p in pids)


def tree(folder):
    """Every file below a folder with its bytes; of records only that they are there, since they hold times."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: b"" if name.startswith("records/") else path.read_bytes() for name, path in files.items()}


def outputs_of(path):
    """The text that a notebook has printed."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(o.get("text", "")) for c in cells for o in c.get("outputs", []))
