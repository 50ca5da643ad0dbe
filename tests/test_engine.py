"""The forked engine against a real kernel, and what happens when a run goes wrong."""

import nbformat
import papermill
import pytest

from recount.forking import can_fork
from recount.stored import normalise

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
    options = {"extra_arguments": ["--IPKernelApp.log_level=40"]} if engine == "nbclient" else {}
    papermill.execute_notebook(path, target, engine_name=engine, kernel_name="python3", progress_bar=False, **options)
    return nbformat.read(target, as_version=4)


def test_writes_the_notebook_that_a_kernel_writes(tmp_path):
    """Every kind of output: streams, results, displays, updates, clearing, figures, magics."""
    path = write(tmp_path / "torture.ipynb", CELLS)
    forked, kernel = (nbformat.writes(normalise(run(path, engine))) for engine in ("recount", "nbclient"))
    assert forked == kernel


def test_nothing_leaks_from_one_run_into_the_next(tmp_path):
    """Module state, options and the environment are as new."""
    leak = "import os, pandas\nos.environ['LEAK'] = 'x'\npandas.options.display.max_rows = 3\npandas.leaked = 1"
    look = "import os, pandas\nos.environ.get('LEAK'), pandas.options.display.max_rows, hasattr(pandas, 'leaked')"
    run(write(tmp_path / "a.ipynb", [leak]), "recount")
    seen = run(write(tmp_path / "b.ipynb", [look]), "recount").cells[0].outputs[0].data["text/plain"]
    assert seen == "(None, 60, False)"


def test_an_error_names_the_cell(tmp_path):
    """The cells before it keep their outputs, the cells after it do not run."""
    path = write(tmp_path / "wrong.ipynb", ["1", "1 / 0", "print('never')"])
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        run(path, "recount")
    assert (caught.value.ename, caught.value.exec_count) == ("ZeroDivisionError", 2)


def test_a_killed_process_is_reported(tmp_path):
    """The notebook's process dies; the run ends with a message, not with a hang."""
    path = write(tmp_path / "dead.ipynb", ["import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"])
    with pytest.raises(papermill.PapermillExecutionError, match="killed, or out of memory"):
        run(path, "recount")


def test_a_notebook_may_not_ask_for_input(tmp_path):
    """There is nobody to answer."""
    with pytest.raises(papermill.PapermillExecutionError, match="give it a parameter instead"):
        run(write(tmp_path / "ask.ipynb", ["input('?')"]), "recount")
