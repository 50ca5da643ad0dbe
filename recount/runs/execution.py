"""One run of one notebook: asked for, executed in a folder of its own, answered with its files, put into place.

The same request is run by a process of this machine and by a worker of a cluster. Whoever asked looks at the answer
before any file of it is taken: see :func:`check_answer`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from recount.app import private_env
from recount.runs import cache, guard
from recount.runs.reading import ANYTHING, VARIABLE, read_record
from recount.runs.record import FOLDER, make_record, output_hashes, write_record

READS = ".reads"
#: A kernel records what it reads, and keeps what it has to say about its transport and its end to itself.
ARGUMENTS = ["--IPKernelApp.extra_extensions=recount.runs.reading", "--IPKernelApp.log_level=50"]
#: Settings that the asking side decides; where the data lie is each machine's own affair.
SENT = tuple(name for name in cache.SETTINGS if name != "RECOUNT_DATA")
DEAD = "the process that ran the notebook ended before the cell did (killed, or out of memory)"


@dataclass(frozen=True)
class Job:
    """One notebook to run with some parameters, its outputs to go to ``out``, by the engine ``fork`` or ``kernel``."""

    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    out: Path = Path("out")
    engine: str = "fork"
    use_cache: bool = True

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return cache.ROOT / "notebooks" / f"{self.notebook}.ipynb"

    def inputs(self) -> cache.Inputs:
        """Return what the run depends on, the data aside."""
        return cache.inputs(self.path, self.parameters, self.engine)


@dataclass(frozen=True)
class Request:
    """A job as it is sent to whoever runs it, with the settings, and what must be the same there."""

    job: Job
    settings: dict[str, str]
    parts: dict[str, str]
    #: Of the asking side's own.
    number: int = 0
    #: The folder for the working folder; a worker elsewhere chooses one of its own.
    place: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came of a request: an error's text, or files (path -> bytes) and the hashes of the data that were read."""

    error: str = ""
    seconds: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


def make_request(job: Job, inputs: cache.Inputs, number: int = 0, place: str | None = None) -> Request:
    """Return the request for a job."""
    settings = {name: os.environ.get(name, "") for name in SENT}
    parts = {name: value for name, value in inputs.parts.items() if name not in cache.SETTINGS}
    return Request(replace(job, out=Path(), use_cache=False), settings, parts, number, place)


def run_request(request: Request) -> Answer:
    """Run a notebook in this process's checkout, in a working folder that is gone afterwards."""
    start = time.perf_counter()
    # A worker of a cluster was started by hand, with whatever settings its owner has.
    private_env.apply()
    try:
        if names := differing(request):
            raise ValueError(f"{', '.join(names[:5])} differ there; bring its checkout and environment up to date")
        with tempfile.TemporaryDirectory("", "recount-", request.place, ignore_cleanup_errors=True) as folder:
            data = execute(request, Path(folder))
            answer = Answer(files=read_files(Path(folder)), data=cache.data_hashes(data))
    except Exception as problem:
        answer = Answer(str(problem) or type(problem).__name__)
    return replace(answer, seconds=time.perf_counter() - start)


def differing(request: Request) -> list[str]:
    """Return the names of what the request expects and this machine has otherwise, such as modules."""
    try:
        here, there = request.job.inputs().parts, request.parts
    except FileNotFoundError:
        return [f"notebook {request.job.notebook}"]
    names = sorted({*here, *there} - set(cache.SETTINGS))
    return [name for name in names if here.get(name) != there.get(name)]


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their path there."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def execute(request: Request, staging: Path) -> list[str]:
    """Execute a notebook into ``staging``: ``notebooks/NAME.ipynb``, ``figures/``, the record.

    Returns
    -------
    list of str
        The data files and folders that it read, as :func:`recount.runs.cache.data_hashes` names them.

    Raises
    ------
    recount.runs.stored.NotebookError
        If a cell fails or prints a warning, or if data or code changed while it ran.
    """
    from recount.runs.stored import NotebookError, check_outputs, normalise, notebook_bytes

    job, start = request.job, datetime.now(UTC)
    inputs, before = job.inputs(), cache.data_hashes(cache.all_data())
    notebook = with_parameters(job)
    _run_cells(notebook, job.engine, staging, request.settings)
    data, end = _take_reads(staging), datetime.now(UTC)
    moved = [name for name, value in cache.data_hashes(data).items() if before.get(name, value) != value]
    moved += [name for name, value in job.inputs().modules.items() if inputs.modules.get(name) != value]
    if moved:
        raise NotebookError(f"{', '.join(moved)}: changed while the notebook read it; run it again")
    record = make_record(notebook, staging, inputs, job.engine, data, (start, end))
    record["settings"] |= request.settings
    notebook = normalise(notebook)
    check_outputs(notebook, job.notebook)
    target = staging / "notebooks" / f"{job.notebook}.ipynb"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(notebook_bytes(notebook))
    record["outputs"] = output_hashes(staging)
    write_record(staging, record)
    return data


def with_parameters(job: Job):
    """Return the notebook of a job, with a cell for the parameters given, as papermill adds it."""
    from recount.runs.stored import read_notebook

    if not job.parameters:
        return read_notebook(job.path)
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = load_notebook_node(str(job.path))
    return parameterize_notebook(notebook, job.parameters, kernel_name="python3", language="python")


def _run_cells(notebook, engine: str, staging: Path, settings: dict[str, str]) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    from recount.runs.stored import NotebookError, name_cell

    reads = [str(staging / READS), str(cache.data_root()), str(cache.ROOT), cache.PROJECT]
    environment = os.environ | settings | {"RECOUNT_OUT": str(staging), VARIABLE: json.dumps(reads)}
    # A default is the variable unset.
    environment = {name: value for name, value in environment.items() if value or name not in settings}
    options = {"kernel_name": "python3", "extra_arguments": list(ARGUMENTS), "shutdown_kernel": "immediate"}
    if engine == "fork":
        from recount.runs.kernels import WarmKernelManager

        options["kernel_manager_class"] = WarmKernelManager
    client = NotebookClient(notebook, resources={"metadata": {"path": str(staging)}}, **options)
    with client.setup_kernel(env=environment):
        count = 0
        for number, cell in enumerate(notebook.cells):
            count += cell.cell_type == "code" and bool(cell.source.strip())
            try:
                client.execute_cell(cell, number)
            except CellExecutionError as error:
                raise NotebookError(f"{name_cell(count, cell.source)}: {error.ename}: {error.evalue}") from None
            except DeadKernelError:
                raise NotebookError(f"{name_cell(count, cell.source)}: {DEAD}") from None


def _take_reads(staging: Path) -> list[str]:
    names = read_record(staging / READS)
    (staging / READS).unlink()
    return sorted({*names, *cache.all_data()} - {ANYTHING}) if ANYTHING in names else sorted(names)


# What comes back -----------------------------------------------------------------------------------------------------


def check_answer(job: Job, answer: Answer) -> str:
    """Return why the files of an answer cannot be used; empty if they can.

    They cannot if the run failed, if it read other data than are here, if a file would lie outside the folder that
    they are meant for, or if the notebook among them is not the one that was sent.
    """
    if answer.error:
        return answer.error
    here = cache.data_hashes(list(answer.data))
    if moved := [name for name, value in answer.data.items() if here[name] != value]:
        return f"the worker that ran it read other data: {', '.join(moved[:5])}; bring it up to date"
    if strange := guard.foreign_names(list(answer.files), job.notebook):
        return f"expected files of the run, got one at {strange[0]!r}"
    try:
        ran = json.loads(answer.files[f"notebooks/{job.notebook}.ipynb"])
        cells = ["".join(cell["source"]) for cell in ran["cells"]]
    except (KeyError, TypeError, ValueError):
        return f"expected the executed notebook {job.notebook}, got none that can be read"
    return "" if cells == [c.source for c in with_parameters(job).cells] else "another notebook came back; run it again"


def keep_answer(job: Job, inputs: cache.Inputs, answer: Answer) -> None:
    """Put the files of an answer into the cache and into place."""
    with working_folder(job.out) as staging:
        for name, content in answer.files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if job.use_cache and job.inputs().key == inputs.key:
            # A cache that cannot be written to costs the next run time, not this one its result.
            with contextlib.suppress(OSError):
                cache.store(inputs, staging, list(answer.data))
        publish(staging, job.out)


@contextlib.contextmanager
def working_folder(out: Path) -> Iterator[Path]:
    """Make a folder for passing files beside where outputs go; its name holds the process, its end removes it."""
    prefix = f".recount-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=out, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def publish(finished: Path, root: Path) -> None:
    """Put every file of a finished run into the same place under ``root``, each atomically, if it differs.

    The project itself gets no record of the run: what is tracked there must not change with the time of day.
    """
    own = root.resolve() != cache.ROOT.resolve()
    for source in sorted(p for p in finished.rglob("*") if p.is_file() and p.name != cache.MANIFEST):
        if not own and source.parent.name == FOLDER:
            continue
        target = root / source.relative_to(finished)
        content = source.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            from analysis.data.files import write_atomic

            write_atomic(target, content)


def remove_leftovers(root: Path) -> None:
    """Delete the working folders under ``root``, and unfinished files one level below, whose process is gone."""
    for path in (*root.glob(".recount-*-*"), *root.glob("*/.recount-*-*")):
        with contextlib.suppress(ValueError, OSError):
            if _is_alive(int(path.name.split("-")[1])):
                continue
            if path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be taken note of, as happens for long in containers."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        # Another user's process, or a system without /proc.
        return True
    return state not in ("Z", "X")
