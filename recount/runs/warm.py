"""The warm process from which kernels are forked, and its kernels, seen from whoever asks for one.

Only the standard library is imported here, so that the warm process can do its imports while this one does its own.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

#: How the variables begin that Python, or what is imported in advance, reads but once.
READ_ONCE = (
    "PYTHON",
    "LD_",
    "MPL",
    "MATPLOTLIB",
    "OMP_",
    "OPENBLAS_",
    "MKL_",
    "NPY_",
    "NUMPY",
    "PANDAS",
    "LANG",
    "LC_",
)
#: Seconds that the warm process has to fork a kernel, its own start included.
PATIENCE = 60


def can_fork() -> bool:
    """Return whether kernels can be forked here; elsewhere they are started anew."""
    return sys.platform.startswith("linux") and hasattr(os, "pidfd_open")


class Forked:
    """A forked kernel, with as much of :class:`subprocess.Popen` as a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket):
        # Its number stays its own until the line is cut, even after its end.
        self.pid, self._line, self._handle = pid, line, os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs; how it ended is not known here."""
        return 1 if self._line is None or select.select([self._handle], [], [], 0)[0] else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, then let it be buried."""
        if self._line is not None and select.select([self._handle], [], [], timeout)[0]:
            self.close()
        return 1

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Cut the line: whatever of it still runs ends."""
        if self._line is not None:
            os.close(self._handle)
            self._line.close()
            self._line = None

    def __del__(self):
        self.close()


class Zygote:
    """The warm process. Processes forked from this one may ask it too; it ends with the last of them."""

    def __init__(self, flags: list[str], environment: dict[str, str]):
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = Path(__file__).with_name("zygote.py")
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *flags, program, str(theirs.fileno())], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, env=environment, pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def fork(self, arguments: list[str], environment: dict[str, str], cwd: str) -> Forked:
        """Fork a kernel.

        Raises
        ------
        OSError
            If the warm process is gone, or has not forked within :data:`PATIENCE` seconds.
        """
        line, theirs = socket.socketpair()
        line.settimeout(PATIENCE)
        try:
            with theirs:
                socket.send_fds(self._control, [b"k"], [theirs.fileno(), 1, 2])
            asked = {"arguments": arguments, "environment": environment, "cwd": cwd}
            line.sendall(json.dumps(asked).encode() + b"\n")
            with line.makefile("rb") as reply:
                number = reply.readline()
            if not number:
                raise ConnectionError("expected the number of a forked kernel, got nothing: the warm process has ended")
            return Forked(int(number), line)
        except BaseException:
            line.close()
            raise

    def close(self) -> None:
        """Let it end, and all its kernels."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired, ChildProcessError):
            self._process.wait(timeout=5)


_ZYGOTES: dict[str, Zygote] = {}
_LOCK = threading.Lock()
_asked = False


def zygote(flags: list[str] = (), environment: dict[str, str] | None = None) -> Zygote:
    """Return the warm process for kernels with these flags and this environment; started at the first call."""
    environment = dict(os.environ) if environment is None else environment
    once = {name: value for name, value in environment.items() if name.startswith(READ_ONCE)}
    key = json.dumps([list(flags), once], sort_keys=True)
    with _LOCK:
        if key not in _ZYGOTES:
            _ZYGOTES[key] = Zygote(list(flags), environment)
        return _ZYGOTES[key]


def is_worthwhile() -> bool:
    """Return whether to fork a kernel: not the first of a process, which may remain the only one."""
    global _asked
    asked, _asked = _asked, True
    return asked or bool(_ZYGOTES)


@atexit.register
def close_zygotes() -> None:
    """End all warm processes and their kernels."""
    with _LOCK:
        while _ZYGOTES:
            _ZYGOTES.popitem()[1].close()
