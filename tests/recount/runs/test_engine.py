"""papermill with forked kernels: what it writes, what its options do, and what happens when a run goes wrong."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from recount.runs import warm
from recount.runs.stored import normalise
from tests.tiny import ROOT, gone, wait_until

CELLS = [
    "import os\nvalue = 1\nprint('one'); print('two')",
    "value + 1",
    "from IPython.display import HTML, Markdown, clear_output, display, update_display\n"
    "display(Markdown('**bold**'))\n"
    "display({'text/plain': 'alt', 'image/png': 'aGVsbG8='}, raw=True, metadata={'image/png': {'width': 3}})",
    "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "import sys\nprint('to stderr', file=sys.stderr)",
    "display('first', display_id='shown'); update_display('second', display_id='shown')",
    "value;",
    "print('gone'); clear_output(); print('kept')",
    "from matplotlib import pyplot\npyplot.plot([1, 2]);",
    "__name__, 'value' in globals(), _2",
    "def function():\n    return {'z': 1, 'a': [HTML('<b>x</b>')]}\nfunction()",
    "%env HOME_OF_NOTHING=here",
    # Of two streams only what each says is compared: the order in which a kernel sends them hangs on its clock.
    "for i in range(3):\n    print('out', i)\n    print('err', i, file=sys.stderr)",
    "print('10%\\r20%\\r30%'); sys.stdout.write('a\\r'); print('x\\by', end='', flush=True); print('z')",
    "import asyncio\nasync def later():\n    await asyncio.sleep(0.01)\n    return 3\nawait later()",
    "1 + 1",
    "_, __, _i, In[1][:5], len(Out)",
    "%%capture held\nprint('hidden'); 5",
    "held.stdout",
    "%matplotlib inline\npyplot.plot([1, 2]); pyplot.title('t')",
    "figure, axes = pyplot.subplots(); axes.plot([3, 1]); figure",
    "pyplot.figure(); pyplot.plot([1]); pyplot.show(); print('after')",
    "%config InlineBackend.figure_formats = ['svg']\n!echo from the shell\nlines = !echo a; echo b\nlines",
    "print('x' * 1_000_000)\nlist(range(1500))",
    "print('a'); clear_output(wait=True); print('b'); clear_output(wait=True)",
    "display(1); clear_output(wait=True); display(2)",
    "handle = display('old', display_id=True)",
    "handle.update('new'); print('updated')",
    "display('z', display_id='mine'); display('w', display_id='mine')",
    "update_display('q', display_id='mine')",
    "import warnings\nwarnings.warn('careful')",
    "import logging\nlogging.warning('logged'); logging.getLogger('a').error('wrong')",
    "import threading\nt = threading.Thread(target=print, args=('in a thread',)); t.start(); t.join()",
    # A kernel has threads, of which newer Pythons warn at a fork.
    "import warnings\nwith warnings.catch_warnings(action='ignore'):\n    pid = os.fork()\n"
    "if pid == 0:\n    os._exit(0)\nos.waitpid(pid, 0)[1]",
    "os.chdir('/')\nos.environ['SET'] = '1'\npyplot.rcParams['font.size'] = 20",
    "os.getcwd(), os.environ['SET'], pyplot.rcParams['font.size'], sys.stdout.encoding, sys.stdout.isatty()",
    "import __main__, pickle\nclass A: pass\n"
    "__main__.__dict__ is globals(), type(pickle.loads(pickle.dumps(A()))) is A",
    "class Rich:\n    def __repr__(self): return 'R'\n    def _repr_html_(self): return '<b>r</b>'\n"
    "    def _repr_latex_(self): return '$x$'\n    def _repr_mimebundle_(self, **k): return {'text/x': '1'}\nRich()",
    "from IPython.display import JSON, Image\ndisplay(JSON({'a': 1}), Image(data=b'\\x89PNG' + b'0' * 10))",
    "%%html\n<b>hi</b>",
    "%%bash\necho from bash; echo wrong >&2",
    "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as b:\n    print('hidden')\nb.getvalue()",
    "get_ipython().events.register('post_run_cell', lambda result: print('after the cell'))",
    "1\n2",
    "get_ipython().set_next_input('next')",
]

#: Each in a notebook of its own, after one cell that runs and before one that must not.
ERRORS = [
    "print('before'); 1 / 0",
    "import sys; sys.exit(3)",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('second') from e",
    "class Bad:\n    def __repr__(self): return 'B'\n    def _repr_html_(self): raise OSError('no')\nBad()",
    "%no_such_magic",
]

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="processes cannot be forked on this system")


def write(path, sources, kernel="python3"):
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i:02d}") for i, source in enumerate(sources)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
    nbformat.write(notebook, path)
    return path


def run(path, engine, **options):
    """Run a notebook; with our engine in a forked kernel, which the first of a process is not by itself."""
    if engine == "recount":
        warm.zygote()
    target = Path(path).with_name(f"{engine}.ipynb")
    papermill.execute_notebook(
        path, target, engine_name=engine, kernel_name="python3", progress_bar=False, **options,
        extra_arguments=["--IPKernelApp.log_level=50"],
    )  # fmt: skip
    return nbformat.read(target, as_version=4)


ONE_RUN = """
import sys
import papermill
from tests.recount.runs.test_engine import run
try:
    run(sys.argv[1], sys.argv[2])
except papermill.PapermillExecutionError:
    pass
"""


def by_both(path):
    """Run a notebook with both engines, each in a process that pytest's handling of warnings does not reach."""
    engines = ("recount", "nbclient")
    runs = [
        subprocess.Popen([sys.executable, "-c", ONE_RUN, path, name], stderr=subprocess.PIPE, text=True, cwd=ROOT)
        for name in engines
    ]
    assert [run.communicate(timeout=100)[1] for run in runs] == ["", ""]
    notebooks = [normalise(nbformat.read(path.with_name(f"{name}.ipynb"), as_version=4)) for name in engines]
    for notebook in notebooks:
        # papermill adds cells that point to an error, with random ids.
        notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return notebooks


def test_writes_the_notebook_that_a_kernel_writes(tmp_path):
    """Every kind of output: streams, results, displays, updates, clearing, figures, magics."""
    forked, kernel = by_both(write(tmp_path / "torture.ipynb", CELLS))
    assert kernel.cells[-1].execution_count == len(CELLS)
    assert nbformat.writes(forked) == nbformat.writes(kernel)


@pytest.mark.full
@pytest.mark.parametrize("source", ERRORS)
def test_an_error_looks_as_a_kernel_shows_it(tmp_path, source):
    """Type, message and traceback, to the letter."""
    forked, kernel = by_both(write(tmp_path / "wrong.ipynb", ["1", source, "print('never')"]))
    assert nbformat.writes(forked) == nbformat.writes(kernel)
    assert forked.cells[1].outputs
    assert not forked.cells[2].outputs


def test_a_line_like_a_file_name_without_end_is_soon_normalised():
    """The name of a kernel's file is looked for in every output."""
    import time

    long = nbformat.v4.new_output("stream", text="/" * 300_000 + "ipykernel_1" + "/a" * 100_000)
    cell = nbformat.v4.new_code_cell("1", outputs=[long])
    start = time.perf_counter()
    normalise(nbformat.v4.new_notebook(cells=[cell]))
    assert time.perf_counter() - start < 5


def test_a_file_a_kernel_compiles_leaves_no_process_number():
    """Warnings name it; the number is another one every time."""
    text = "/tmp/x y/ipykernel_123/456.py:2: UserWarning: careful\n"
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("stream", text=text.replace("x y", "xy"))])
    notebook = normalise(nbformat.v4.new_notebook(cells=[cell]))
    assert notebook.cells[0].outputs[0].text == "<cell>:2: UserWarning: careful\n"


def test_nothing_leaks_from_one_run_into_the_next(tmp_path):
    """Module state, options, environment, folder and streams are as new."""
    leak = "import os, pandas\nos.environ['LEAK'] = 'x'\nos.chdir('/')\npandas.options.display.max_rows = 3\n"
    leak += "pandas.leaked = 1"
    look = "import os, pandas\nos.environ.get('LEAK'), os.getcwd() == '/', pandas.options.display.max_rows, "
    look += "hasattr(pandas, 'leaked')"
    run(write(tmp_path / "a.ipynb", [leak]), "recount")
    seen = run(write(tmp_path / "b.ipynb", [look]), "recount").cells[0].outputs[0].data["text/plain"]
    assert seen == "(None, False, 60, False)"


def test_an_error_names_the_cell(tmp_path):
    """The cells before it keep their outputs, the cells after it do not run."""
    path = write(tmp_path / "wrong.ipynb", ["1", "1 / 0", "print('never')"])
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        run(path, "recount")
    assert (caught.value.ename, caught.value.exec_count) == ("ZeroDivisionError", 2)


def test_each_run_draws_other_random_numbers(tmp_path):
    """As two kernels would; a fork begins where its parent's generator stands."""
    path = write(tmp_path / "random.ipynb", ["import numpy, random\nnumpy.random.random(), random.random()"])
    first, second = (run(path, "recount").cells[0].outputs[0].data["text/plain"] for _time in range(2))
    assert not set(first.strip("()").split(", ")) & set(second.strip("()").split(", "))


def test_a_killed_kernel_is_reported(tmp_path):
    """Not a hang; what was printed before is kept."""
    path = write(tmp_path / "dead.ipynb", ["print('last words', flush=True)\nimport os, signal, time; time.sleep(1)\n"
                                           "os.kill(os.getpid(), signal.SIGKILL)"])  # fmt: skip
    with pytest.raises(DeadKernelError):
        run(path, "recount")
    assert nbformat.read(path.with_name("recount.ipynb"), as_version=4).cells[0].outputs[0].text == "last words\n"


def test_a_notebook_may_not_ask_for_input(tmp_path):
    """There is nobody to answer."""
    with pytest.raises(papermill.PapermillExecutionError, match="StdinNotImplementedError"):
        run(write(tmp_path / "ask.ipynb", ["input('?')"]), "recount")


# --- what papermill promises -----------------------------------------------------------------------------------------


def outputs_of(notebook):
    return [[o.get("text") or o.get("evalue") or dict(o.data) for o in cell.outputs] for cell in notebook.cells]


HARD_TO_STORE = [
    # numpy first: its import lets Python tell again of what it has warned of before, and a warm kernel has it.
    "import numpy",
    "display({'application/json': {'x': float('nan')}, 'text/plain': 't'}, raw=True)",
    "import datetime\ndisplay({'application/json': {'x': datetime.date(2001, 2, 3)}, 'text/plain': 't'}, raw=True)",
    "display({'image/png': b'abc', 'text/plain': 't'}, raw=True)",
    "display({'text/plain': 't'}, metadata={'n': numpy.int64(3), 'x': numpy.nan}, raw=True)",
]


def test_what_json_does_not_know_does_not_break_the_notebook(tmp_path):
    """It is stored as any kernel stores it, and strict readers can read the file."""
    forked, kernel = by_both(write(tmp_path / "hard.ipynb", HARD_TO_STORE))
    assert nbformat.writes(forked) == nbformat.writes(kernel)
    assert all(cell["outputs"] for cell in strictly(tmp_path / "recount.ipynb")["cells"][1:])


@pytest.mark.full
def test_what_cannot_be_sent_does_not_break_the_notebook(tmp_path):
    """Half a surrogate pair is no text; the kernel loses it and says so on its own standard error."""
    run(write(tmp_path / "half.ipynb", ["1", "print('\\ud800')"]), "recount")
    assert strictly(tmp_path / "recount.ipynb")["cells"][0]["outputs"]


def strictly(path):
    """Read JSON as strict readers do."""

    def refuse(word):
        raise ValueError(word)

    return json.loads(path.read_bytes().decode("utf-8"), parse_constant=refuse)


def test_tags_of_cells_are_obeyed(tmp_path):
    """An error that is expected is shown; a cell to skip is skipped."""
    path = write(tmp_path / "tags.ipynb", ["1 / 0", "print('skipped')"])
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].metadata["tags"] = ["skip-execution"]
    notebook.cells[0].source = "print('all')"
    nbformat.write(notebook, path)
    assert outputs_of(run(path, "recount")) == [["all\n"], []]


def test_another_kernel_is_not_taken_for_this_python(tmp_path):
    """A language that is not there is refused."""
    path = write(tmp_path / "julia.ipynb", ["2^3"], kernel="julia-1.9")
    with pytest.raises(NoSuchKernel, match="julia"):
        papermill.execute_notebook(path, None, engine_name="recount", progress_bar=False)


def test_a_kernel_of_another_command_is_started_as_it_is(tmp_path, monkeypatch):
    """With its own arguments, and not forked."""
    warm.zygote()
    folder = tmp_path / "kernels" / "own"
    folder.mkdir(parents=True)
    code = "import os; os.environ['OWN'] = 'yes'; from ipykernel import kernelapp; kernelapp.launch_new_instance()"
    spec = {"argv": [sys.executable, "-c", code, "-f", "{connection_file}"], "display_name": "o", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    path = write(tmp_path / "own.ipynb", ["import os; print(os.environ['OWN'])"], kernel="own")
    done = papermill.execute_notebook(path, None, engine_name="recount", progress_bar=False)
    assert outputs_of(done) == [["yes\n"]]


def test_a_cell_that_takes_too_long_is_stopped(tmp_path):
    """As ``--execution-timeout`` says."""
    path = write(tmp_path / "slow.ipynb", ["import time; time.sleep(60)"])
    start = time.perf_counter()
    with pytest.raises(CellTimeoutError):
        run(path, "recount", execution_timeout=1)
    assert time.perf_counter() - start < 20


def test_what_is_printed_goes_to_the_files_that_were_asked_for(tmp_path):
    """``--stdout-file`` and ``--stderr-file``."""
    path = write(tmp_path / "log.ipynb", ["import sys; print('out'); print('err', file=sys.stderr)"])
    with (tmp_path / "o").open("w") as out, (tmp_path / "e").open("w") as err:
        run(path, "recount", stdout_file=out, stderr_file=err)
    assert [(tmp_path / name).read_text() for name in "oe"] == ["out\n", "err\n"]


SURROUNDINGS = """
import logging, sys, asyncio
logging.basicConfig(level="DEBUG", stream=sys.stdout, format="%(message)s"); logging.debug("debugged")
import beside
print(sys.argv[0].rpartition("/")[2], beside.VALUE)
task = asyncio.ensure_future(asyncio.sleep(0, "ran"))
"""


def test_nothing_of_the_caller_is_seen_and_the_event_loop_goes_on(tmp_path, monkeypatch):
    """Logging and arguments are the kernel's own; modules beside the notebook can be imported."""
    (tmp_path / "beside.py").write_text("VALUE = 3", encoding="utf-8")
    path = write(tmp_path / "n.ipynb", [SURROUNDINGS, "task.result()"])
    monkeypatch.setattr(sys, "argv", ["mine", "--secret"])
    first, second = outputs_of(run(path, "recount", cwd=tmp_path))
    assert "debugged\n" in "".join(first)
    assert first[-1].endswith("ipykernel_launcher.py 3\n")
    assert second == [{"text/plain": "'ran'"}]


def test_it_runs_inside_a_kernel(tmp_path):
    """A notebook may run notebooks."""
    write(tmp_path / "inner.ipynb", ["print('inner')"])
    source = (
        "import papermill, recount.runs.warm; recount.runs.warm.zygote()\n"
        f"done = papermill.execute_notebook({str(tmp_path / 'inner.ipynb')!r}, None, engine_name='recount', "
        "progress_bar=False)\nprint(done.cells[0].outputs[0].text)"
    )
    assert outputs_of(run(write(tmp_path / "outer.ipynb", [source]), "recount"))[0][-1] == "inner\n\n"


ENDLESS = """
import os, subprocess
child = subprocess.Popen(["sleep", "60"])
with open("pids.new", "w") as file:
    print(child.pid, os.getpid(), os.getppid(), file=file)
os.rename("pids.new", "pids")
while True: pass
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_outlives_a_killed_papermill(tmp_path, number):
    """Kernel, warm process and whatever a cell has started."""
    path = write(tmp_path / "endless.ipynb", [ENDLESS])
    code = "import sys; from tests.recount.runs import test_engine as t; t.run(sys.argv[1], 'recount', cwd=sys.argv[2])"
    # Who runs the tests may have hang-ups ignored, which a child would inherit.
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL); " + code
    process = subprocess.Popen([sys.executable, "-c", code, path, tmp_path], cwd=ROOT, stderr=subprocess.DEVNULL)
    assert wait_until((tmp_path / "pids").exists, 30)
    pids = [int(word) for word in (tmp_path / "pids").read_text().split()]
    process.send_signal(number)
    process.wait(10)
    assert wait_until(lambda: gone(pids), 5)


def test_a_folder_with_settings_of_matplotlib_gets_a_kernel_of_its_own(tmp_path):
    """They are read where it is imported."""
    (tmp_path / "matplotlibrc").write_text("font.size: 33", encoding="utf-8")
    path = write(tmp_path / "n.ipynb", ["import matplotlib; print(matplotlib.rcParams['font.size'])"])
    assert outputs_of(run(path, "recount", cwd=tmp_path)) == [["33.0\n"]]
