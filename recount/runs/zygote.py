"""One warm process from which Python kernels are forked: ``python zygote.py CONTROL``.

It imports what ipykernel and the usual notebook import, then forks a kernel for every packet on the socket with the
descriptor CONTROL. A packet carries a line to whoever asked, and the kernel's standard output and error; whoever
asked writes down the line what the kernel is to be, and reads its process number. A kernel ends when its line is
cut, all kernels when the last holder of the control socket has gone, however that happens.

Run as a program only, and free of the project's modules: a notebook finds no module in a forked kernel that it would
not find in a new one.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import json
import os
import select
import signal
import socket
import sys
import warnings

#: What is imported before the first fork; a package that is missing is left out. Not pyplot: a notebook may choose
#: its backend.
WARM = (
    "ipykernel.kernelapp", "numpy", "pandas", "matplotlib.figure", "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_pdf", "matplotlib.backends.backend_svg", "pybtex.database", "pydantic.types",
)  # fmt: skip
#: Linux: ask for a signal when the parent ends (prctl's PR_SET_PDEATHSIG).
ON_PARENTS_DEATH = 1
INLINE = "module://matplotlib_inline.backend_inline"
_LIBC = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Serve until every holder of the control socket has gone; in a forked process, be a kernel."""
    if sys.path[0] == os.path.dirname(os.path.abspath(__file__)):
        del sys.path[0]
    path = list(sys.path)
    for number in (signal.SIGINT, signal.SIGHUP):
        # The terminal's Ctrl-C is the owner's to handle.
        signal.signal(number, signal.SIG_IGN)
    for name in WARM:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    # Objects of the imports are never garbage: keep the collector from touching their pages in every kernel.
    gc.collect()
    gc.freeze()
    kernel = _serve(socket.socket(fileno=int(sys.argv[1])))
    if kernel is not None:
        sys.path[:] = path
        _become_kernel(*kernel)


def _serve(control: socket.socket) -> tuple[socket.socket, list[int]] | None:
    """Fork and bury; returns nothing when the owner has gone, and line and streams in a forked process."""
    lines: dict[int, tuple[socket.socket, int]] = {}
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for number, _event in poll.poll():
            if number in lines:
                poll.unregister(number)
                line, pid = lines.pop(number)
                line.close()
                _end(pid)
                continue
            descriptors = socket.recv_fds(control, 1, 3)[1]
            if not descriptors:
                for _, pid in lines.values():
                    _end(pid)
                return None
            line, streams = socket.socket(fileno=descriptors[0]), descriptors[1:]
            pid = _fork()
            if pid == 0:
                for other in (control, *(other for other, _ in lines.values())):
                    other.close()
                return line, streams
            for descriptor in streams:
                os.close(descriptor)
            if pid is None:
                # Whoever asked reads the end of the line, and starts a kernel in the ordinary way.
                line.close()
                continue
            lines[line.fileno()] = line, pid
            poll.register(line, select.POLLRDHUP)


def _fork() -> int | None:
    """Fork; None if there is no memory for it."""
    with warnings.catch_warnings(), contextlib.suppress(OSError):
        # Newer Pythons warn of threads; those here belong to libraries that see to forks themselves.
        warnings.simplefilter("ignore")
        return os.fork()
    return None


def _end(pid: int) -> None:
    """Kill a kernel and what it has started, and bury it: until now its number was nobody else's."""
    for kill in (os.kill, os.killpg):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _become_kernel(line: socket.socket, streams: list[int]) -> None:
    """Be what ``python -m ipykernel_launcher`` would be, with the arguments, folder and environment asked for."""
    zygote = os.getppid()
    os.setsid()
    _LIBC.prctl(ON_PARENTS_DEATH, signal.SIGKILL, 0, 0, 0)
    line.sendall(b"%d\n" % os.getpid())
    with line.makefile("rb") as request:
        asked = json.loads(request.readline())
    line.close()
    for number, descriptor in enumerate([os.open(os.devnull, os.O_RDONLY), *streams]):
        os.dup2(descriptor, number)
        os.close(descriptor)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    _as_freshly_imported()
    from ipykernel import kernelapp

    sys.argv = [importlib.util.find_spec("ipykernel_launcher").origin, *asked["arguments"]]
    # A kernel looks for its parent; this one has another than the one that its environment names.
    kernelapp.IPKernelApp.launch_instance([*asked["arguments"], f"--IPKernelApp.parent_handle={zygote}"])


def _as_freshly_imported() -> None:
    """Do what the imports would have done in this process only."""
    if numpy := sys.modules.get("numpy"):
        # Two kernels forked from one process must not draw the same numbers; the standard library sees to its own.
        numpy.random.seed()
    if matplotlib := sys.modules.get("matplotlib"):
        # As ipykernel sets it before a notebook can import matplotlib, which reads it then.
        backend = os.environ.get("MPLBACKEND") or INLINE
        matplotlib.rcParams["backend"] = backend


if __name__ == "__main__":
    main()
