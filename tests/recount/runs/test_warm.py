"""The warm process: when there is one, what it gives, and what happens if it dies."""

import os
import signal

import nbformat
import psutil
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from recount.runs import warm
from recount.runs.kernels import WarmKernelManager
from tests.tiny import gone, wait_until

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def own(monkeypatch):
    """No warm process but those of this test, which are gone after it."""
    monkeypatch.setattr(warm, "_ZYGOTES", {})
    monkeypatch.setattr(warm, "_asked", False)
    yield
    warm.close_zygotes()


def run(source, **options):
    """Run a cell in a kernel; return what it printed."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    quiet = ["--IPKernelApp.log_level=50"]
    NotebookClient(
        notebook, kernel_manager_class=WarmKernelManager, kernel_name="python3", extra_arguments=quiet
    ).execute(**options)
    return "".join(output.get("text", "") for output in notebook.cells[0].outputs)


PARENT = "import os, sys; print(os.getppid(), 'pandas' in sys.modules)"


def test_kernels_are_forked_from_the_second_on(own):
    """The first may be the only one; to begin with a warm process would take longer."""
    assert run(PARENT) == f"{os.getpid()} False\n"
    assert run(PARENT) == f"{warm.zygote().pid} True\n"


def test_a_kernel_has_folder_environment_and_arguments_as_if_it_were_started(own, tmp_path):
    """Its own parent's number too, as far as a kernel is told of it."""
    warm.zygote()
    source = (
        "import os, sys; print(os.getcwd(), os.environ['OWN'], os.environ['JPY_PARENT_PID'], 'HOME' in os.environ, "
        "sys.argv[0].rpartition(os.sep)[2], sys.path[0] != os.path.dirname(os.environ['RECOUNT']), __name__)"
    )
    environment = {"OWN": "x", "PATH": os.environ["PATH"], "RECOUNT": warm.__file__}
    environment |= {name: value for name, value in os.environ.items() if name.startswith(warm.READ_ONCE)}
    said = run(source, env=environment, cwd=str(tmp_path))
    assert said == f"{tmp_path} x {os.getpid()} False ipykernel_launcher.py True __main__\n"


def test_another_environment_of_the_interpreter_gets_another_warm_process(own):
    """What Python and its libraries read only once would be wrong else."""
    first = warm.zygote()
    assert warm.zygote([], os.environ | {"HARMLESS": "1"}) is first
    assert warm.zygote([], os.environ | {"OMP_NUM_THREADS": "1"}) is not first
    assert warm.zygote(["-X", "dev"], dict(os.environ)) is not first


def test_a_killed_warm_process_takes_its_kernels_along_and_the_next_starts_by_itself(own):
    """The run that was under way fails; no other does."""
    kill = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"
    pid = warm.zygote().pid
    with pytest.raises(DeadKernelError):
        run(kill)
    assert wait_until(lambda: gone([pid]))
    assert run(PARENT) == f"{os.getpid()} False\n"


def test_two_kernels_draw_other_numbers(own):
    """A fork begins where its parent's generator stands."""
    warm.zygote()
    source = "import numpy, random; print(numpy.random.random(), random.random())"
    assert not set(run(source).split()) & set(run(source).split())


def test_what_a_kernel_leaves_behind_ends_with_it(own):
    """A program that a cell has started."""
    warm.zygote()
    child = int(run("import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"))
    assert wait_until(lambda: gone([child]))
    assert psutil.Process(warm.zygote().pid).children() == []


def test_the_warm_process_leaves_ctrl_c_to_its_owner(own):
    """And a kernel can be interrupted all the same."""
    pid = warm.zygote().pid
    assert run("import signal; print(signal.getsignal(signal.SIGHUP) == signal.SIG_DFL)") == "True\n"
    os.kill(pid, signal.SIGINT)
    assert run(PARENT) == f"{pid} True\n"


def test_the_program_imports_nothing_of_the_project(own):
    """A notebook has no module of ours that it did not import."""
    warm.zygote()
    assert run("import sys; print([n for n in sys.modules if n.split('.')[0] in ('analysis', 'recount')])") == "[]\n"
