"""The forked engine against a real kernel, and what happens when a run goes wrong."""

import subprocess
import sys

import nbformat
import papermill
import pytest

from recount.runs.forking import can_fork
from recount.runs.stored import normalise

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
    # A kernel has threads, of which newer Pythons warn at a fork; the forked engine has none.
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

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


def write(path, sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i:02d}") for i, source in enumerate(sources)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


def run(path, engine):
    target = path.with_name(f"{engine}.ipynb")
    papermill.execute_notebook(path, target, engine_name=engine, kernel_name="python3", progress_bar=False)
    return nbformat.read(target, as_version=4)


ONE_RUN = """
import sys
import papermill
source, target, engine = sys.argv[1:]
options = {"extra_arguments": ["--IPKernelApp.log_level=50"]} if engine == "nbclient" else {}
try:
    papermill.execute_notebook(source, target, engine_name=engine, kernel_name="python3", progress_bar=False, **options)
except papermill.PapermillExecutionError:
    pass
"""


def by_both(path):
    """Run a notebook with both engines, each in a process that pytest's handling of warnings does not reach."""
    targets = {engine: path.with_name(f"{engine}.ipynb") for engine in ("recount", "nbclient")}
    runs = [
        subprocess.Popen([sys.executable, "-c", ONE_RUN, path, target, engine], stderr=subprocess.PIPE, text=True)
        for engine, target in targets.items()
    ]
    assert [run.communicate(timeout=100)[1] for run in runs] == ["", ""]
    notebooks = [normalise(nbformat.read(target, as_version=4)) for target in targets.values()]
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


def outputs_of(tmp_path, *sources):
    notebook = normalise(run(write(tmp_path / "n.ipynb", sources), "recount"))
    return [[(o.get("name"), o.get("text")) for o in cell.outputs] for cell in notebook.cells]


def test_what_goes_past_the_streams_is_kept(tmp_path):
    """Programs that a cell starts, forked children, raw descriptors; a kernel loses some of it now and then."""
    assert outputs_of(
        tmp_path,
        "import os, subprocess, sys; print('one', flush=True); subprocess.run(['echo', 'two']); print('three')",
        "subprocess.run(['sh', '-c', 'echo wrong >&2']);",
        "n = os.write(1, b'\\xff raw\\n')",
        "import multiprocessing\nchild = multiprocessing.get_context('fork').Process(target=print, args=('child',))\n"
        "child.start(); child.join()",
    ) == [
        [("stdout", "one\ntwo\nthree\n")],
        [("stderr", "wrong\n")],
        [("stdout", "\N{REPLACEMENT CHARACTER} raw\n")],
        [("stdout", "child\n")],
    ]


def test_a_child_that_a_cell_forked_and_forgot_does_not_answer(tmp_path):
    """It would run the next cells as well."""
    sources = ["import os\npid = os.fork()", "print(pid > 0)"]
    assert outputs_of(tmp_path, *sources)[1] == [("stdout", "True\n")]


def test_much_printed_in_small_pieces_takes_no_time(tmp_path):
    """Text is put together once, not at every print."""
    import time

    start = time.perf_counter()
    [[(_name, text)]] = outputs_of(tmp_path, "for i in range(100_000):\n    print(i)")
    assert len(text.splitlines()) == 100_000
    assert time.perf_counter() - start < 10


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


KERNELS = """
import sys
from pathlib import Path
from recount.runs import cache, execution
cache.ROOT = Path(sys.argv[1])
execution.execute(execution.Job("01_x", {}, cache.ROOT, "kernel"), cache.ROOT / sys.argv[2])
"""


@pytest.mark.full
def test_kernels_in_parallel_make_no_noise(tmp_path):
    """Where processes cannot be forked, two at once, and nothing on stderr: no word on transport, none at the end."""
    for folder in ("notebooks", "data"):
        (tmp_path / folder).mkdir()
    (tmp_path / "requirements.lock").write_text("", encoding="utf-8")
    write(tmp_path / "notebooks/01_x.ipynb", ["print('x')"])
    commands = [[sys.executable, "-c", KERNELS, tmp_path, name] for name in "ab"]
    runs = [subprocess.Popen(c, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for c in commands]
    assert [run.communicate(timeout=60) for run in runs] == [("", "")] * 2
    a, b = ((tmp_path / name / "notebooks/01_x.ipynb").read_bytes() for name in "ab")
    assert a == b


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


def test_a_killed_process_is_reported(tmp_path):
    """The notebook's process dies; the run ends with a message, not with a hang."""
    path = write(tmp_path / "dead.ipynb", ["import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"])
    with pytest.raises(papermill.PapermillExecutionError, match="killed, or out of memory"):
        run(path, "recount")


def test_a_notebook_may_not_ask_for_input(tmp_path):
    """There is nobody to answer."""
    with pytest.raises(papermill.PapermillExecutionError, match="give it a parameter instead"):
        run(write(tmp_path / "ask.ipynb", ["input('?')"]), "recount")
