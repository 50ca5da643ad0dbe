"""The shell of a forked run: a kernel's own IPython shell, whose messages are collected instead of sent.

Shell, display hook and publisher are those of ipykernel, so that outputs come out as a kernel's do. They are
given a session that keeps what they would send over the network, and streams that keep what is printed. What
goes past the streams, to the descriptors 1 and 2 (programs that a cell starts, forked children, C code), is
caught in memory and put among the printed text.
"""

from __future__ import annotations

import builtins
import getpass
import io
import os
import sys
import tempfile
import threading
from collections.abc import Mapping
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.displayhook import ZMQShellDisplayHook
from ipykernel.zmqshell import ZMQDisplayPublisher, ZMQInteractiveShell
from IPython.core.error import UsageError
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

STREAMS = {"stdout": 1, "stderr": 2}


class Outputs:
    """The outputs of the cell that is running, in the order in which a notebook keeps them.

    Attributes
    ----------
    items : list of dict
        As in a notebook file.
    updates : list of tuple
        Display id, data and metadata of whatever was shown anew; a display of an earlier cell may be meant.
    """

    def __init__(self):
        self.begin()

    def begin(self) -> None:
        """Start a cell."""
        self.items: list[dict[str, Any]] = []
        self.updates: list[tuple[str, dict, dict]] = []
        self.ids: dict[int, str] = {}
        self._clear = False

    def add(self, output: dict[str, Any], display_id: str | None = None) -> None:
        """Add an output, after the clearing that waited for it."""
        if self._clear:
            self.clear(wait=False)
        if display_id:
            self.ids[len(self.items)] = display_id
        self.items.append(output)

    def update(self, display_id: str, data: dict, metadata: dict) -> None:
        """Replace the content of every output shown under an id; those of earlier cells are the reader's to replace."""
        self.updates.append((display_id, data, metadata))
        for number, name in self.ids.items():
            if name == display_id:
                self.items[number] |= {"data": data, "metadata": metadata}

    def clear(self, wait: bool) -> None:
        """Drop the cell's outputs, at once or when the next one comes."""
        self._clear = wait
        if not wait:
            self.items.clear()
            self.ids.clear()


class Session:
    """Takes the place of the session through which ipykernel sends messages to the notebook."""

    def __init__(self, outputs: Outputs):
        self.outputs = outputs

    def msg(self, msg_type: str, content: Mapping | None = None, parent: Any = None) -> dict[str, Any]:
        """Return a message as ipykernel's classes pass it about."""
        return {"header": {"msg_type": msg_type}, "msg_type": msg_type, "content": dict(content or {})}

    def send(self, _socket, message, content: Mapping | None = None, parent: Any = None, ident: Any = None) -> None:
        """Keep a message, given whole or as its type and content."""
        message = self.msg(message, content) if isinstance(message, str) else message
        kind, content = message["msg_type"], message["content"]
        if kind == "clear_output":
            self.outputs.clear(content["wait"])
        elif kind == "error":
            self.outputs.add({"output_type": kind} | {name: content[name] for name in ("ename", "evalue", "traceback")})
        elif kind in ("display_data", "execute_result", "update_display_data"):
            self._show(kind, content)

    def _show(self, kind: str, content: Mapping) -> None:
        display_id = content.get("transient", {}).get("display_id")
        if display_id:
            # What is shown again under an id replaces what stands under it, also without being called an update.
            self.outputs.update(display_id, content["data"], content["metadata"])
        if kind != "update_display_data":
            output = {name: content[name] for name in ("data", "metadata", "execution_count") if name in content}
            self.outputs.add({"output_type": kind} | output, display_id)


class Hook(ZMQShellDisplayHook):
    """A kernel's display hook with any session."""

    session = AnyTrait()


class Publisher(ZMQDisplayPublisher):
    """A kernel's display publisher with any session."""

    session = AnyTrait()


class Shell(ZMQInteractiveShell):
    """A kernel's shell without the kernel."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    outputs = AnyTrait()

    def enable_gui(self, gui=None):
        """Do nothing for pictures in the notebook; refuse windows, for which there is no event loop."""
        if gui not in (None, "inline"):
            raise UsageError(f"expected %matplotlib inline, got {gui!r}: a run has no windows")

    def ask_exit(self):
        """Go on: ``exit`` ends no run, as it ends none of a kernel that has more cells to do."""


class OutStream(io.TextIOBase):
    """A text stream whose text becomes an output when it is flushed, as a kernel does before every display."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, outputs: Outputs):
        self.name, self._outputs, self._owner = name, outputs, os.getpid()
        self._parts: list[str] = []
        self._lock = threading.RLock()
        self._number = STREAMS[name]
        # Where this descriptor led before: programs that are given this stream by name write there, as with a kernel.
        self._original = os.dup(self._number)
        self._caught = _memory_file(name)
        os.dup2(self._caught, self._number)
        self._seen = 0

    def write(self, text: str) -> int:
        """Take some text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:
            # A forked child has a copy of this object; its text goes the way of the descriptor.
            os.write(self._number, text.encode("utf-8", "replace"))
            return len(text)
        with self._lock:
            self._take_caught()
            self._parts.append(text)
        return len(text)

    def flush(self) -> None:
        """Make what was printed an output."""
        if os.getpid() != self._owner:
            return
        with self._lock:
            self._take_caught()
            text = "".join(self._parts)
            self._parts.clear()
            if text:
                self._outputs.add({"output_type": "stream", "name": self.name, "text": text})

    def _take_caught(self) -> None:
        size = os.fstat(self._caught).st_size
        if size > self._seen:
            raw = os.pread(self._caught, size - self._seen, self._seen)
            self._seen += len(raw)
            self._parts.append(raw.decode("utf-8", "replace"))

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return False: nobody watches."""
        return False

    def fileno(self) -> int:
        """Return the descriptor of the terminal or log behind."""
        return self._original


def _memory_file(name: str) -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create(name)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def make_shell() -> Shell:
    """Return a fresh shell, as a new kernel would have it, and give it this process's streams."""
    outputs = Outputs()
    # The history's database belongs to the person at the machine; a run neither reads nor writes it.
    quiet = Config(HistoryManager={"enabled": False})
    shell = Shell.instance(config=quiet, compiler_class=XCachingCompiler)
    session = Session(outputs)
    for part in (shell.displayhook, shell.display_pub):
        part.session, part.pub_socket = session, None
    shell.displayhook.topic = None
    shell.outputs = outputs
    for name in STREAMS:
        setattr(sys, name, OutStream(name, outputs))
    builtins.input = getpass.getpass = shell.raw_input = _refuse_input
    return shell


def _refuse_input(prompt: str = "", *_arguments, **_options):
    raise RuntimeError("expected a notebook that runs by itself, but it asks for input; give it a parameter instead")


def run_cell(shell: Shell, source: str) -> dict[str, Any]:
    """Run one cell.

    Returns
    -------
    dict
        ``outputs`` (as in a notebook file), ``ids`` (number of an output -> its display id), ``updates`` (as in
        :class:`Outputs`), ``execution_count``, ``failed``.
    """
    outputs = shell.outputs
    outputs.begin()
    count = shell.execution_count
    result = shell.run_cell(source, store_history=True)
    sys.stdout.flush()
    sys.stderr.flush()
    shell.payload_manager.clear_payload()
    return {
        "outputs": outputs.items,
        "ids": outputs.ids,
        "updates": outputs.updates,
        "execution_count": count,
        "failed": not result.success or getattr(shell, "_last_traceback_during_displayhook", False),
    }
