"""Who is at work in a folder: processes of one machine side by side, two machines or containers never.

What a killed run left is told from what a living one needs by the number of its process, and those numbers mean
nothing on another machine, or in another container, that shares the folder. So a run holds a lock in the folder it
writes to, with the name of its machine; one from elsewhere is refused.
"""

from __future__ import annotations

import errno
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

FILE = ".recount.lock"
#: Seconds for which another run may be at its own entry, and between two looks.
PATIENCE, TICK = 3.0, 0.02
#: What file systems answer that know no such locks.
WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


class HolderError(ValueError):
    """A folder in which another machine or container is at work."""


def machine_name() -> str:
    """Return what tells machines and containers apart: host, start of the system, and whose process numbers hold."""
    return f"{platform.node()} {_boot()} {_numbers()}"


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "-"


def _numbers() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return "-"


@contextmanager
def holding(root: Path) -> Iterator[bool]:
    """Hold a folder that is there, as one of this machine's runs.

    Parameters
    ----------
    root : Path
        The folder that the run writes to.

    Yields
    ------
    bool
        Whether no other run was at work there at the beginning.

    Raises
    ------
    HolderError
        If one of another machine or container is.
    """
    if fcntl is None:
        yield False
        return
    with open(root / FILE, "a+", encoding="utf-8") as file:
        try:
            alone = _enter(file)
        except OSError as error:
            if error.errno not in WITHOUT_LOCKS:
                raise
            alone = False
        yield alone


def _enter(file) -> bool:
    """Lock the file together with others of this machine; True where there are none."""
    end = time.monotonic() + PATIENCE
    while True:
        alone = _try_lock(file, fcntl.LOCK_EX)
        if alone:
            file.seek(0)
            file.truncate()
            file.write(machine_name())
            file.flush()
        # Whoever is alone makes room for others; in between another one may have come, and then its name stands.
        if _try_lock(file, fcntl.LOCK_SH):
            file.seek(0)
            holder = file.read()
            if holder == machine_name():
                return alone
            fcntl.flock(file, fcntl.LOCK_UN)
            if time.monotonic() > end:
                host = holder.split(" ")[0][:60] or "nobody's name"
                raise HolderError(
                    f"expected this folder for one machine at a time, got another one, or a container, at work in "
                    f"it ({host}); wait until it has ended, or write elsewhere: --out DIR"
                )
        elif time.monotonic() > end:
            raise HolderError("expected to enter this folder, got it locked for long; end what holds it, or use --out")
        time.sleep(TICK)


def _try_lock(file, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
