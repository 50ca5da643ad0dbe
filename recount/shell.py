"""The IPython shell of a forked run: it collects what a kernel would send to the notebook."""

from __future__ import annotations

import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type


class Outputs:
    """The outputs of the cell that is running, in the order in which they came."""

    def __init__(self):
        self.items: list[dict[str, Any]] = []
        self.shown: dict[str, list[dict[str, Any]]] = {}
        self._clear = False

    def add(self, output: dict[str, Any], display_id: str | None = None) -> None:
        """Add an output; one that can be updated is remembered under its id."""
        if self._clear:
            self.items.clear()
            self._clear = False
        last = self.items[-1] if self.items else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
            return
        self.items.append(output)
        if display_id:
            self.shown.setdefault(display_id, []).append(output)

    def update(self, display_id: str, data: dict, metadata: dict) -> None:
        """Replace the content of every output shown under an id."""
        for output in self.shown.get(display_id, []):
            output["data"], output["metadata"] = data, metadata

    def clear(self, wait: bool) -> None:
        """Drop the cell's outputs, at once or when the next one comes."""
        self._clear = wait
        if not wait:
            self.items.clear()


class Publisher(DisplayPublisher):
    """Puts what `display` publishes into the outputs."""

    outputs = AnyTrait()

    def publish(self, data, metadata=None, *, transient=None, update=False, **ignored):
        """Take one display message."""
        display_id = (transient or {}).get("display_id")
        if update:
            self.outputs.update(display_id, data, metadata or {})
            return
        message = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        self.outputs.add(message, display_id)

    def clear_output(self, wait=False):
        """Clear the outputs of the cell."""
        self.outputs.clear(wait)


class Hook(DisplayHook):
    """Puts the value of a cell's last expression into the outputs."""

    outputs = AnyTrait()

    def write_output_prompt(self):
        """Write no prompt: the notebook shows the number itself."""

    def write_format_data(self, format_dict, md_dict=None):
        """Take the result's representations."""
        self.outputs.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": format_dict,
                "metadata": md_dict or {},
            }
        )

    def finish_displayhook(self):
        """End the result without a line break."""


class Shell(InteractiveShell):
    """The shell of a kernel, without the kernel."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    outputs = AnyTrait()

    def _showtraceback(self, etype, evalue, stb):
        self.outputs.add(
            {
                "output_type": "error",
                "ename": getattr(etype, "__name__", str(etype)),
                "evalue": str(evalue),
                "traceback": list(stb),
            }
        )


class Stream:
    """A text stream that goes into the outputs."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, outputs: Outputs):
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        """Take some text."""
        if text:
            self.outputs.add({"output_type": "stream", "name": self.name, "text": str(text)})
        return len(text)

    def writelines(self, lines) -> None:
        """Take several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def isatty(self) -> bool:
        """Return False: nobody watches."""
        return False


def make_shell() -> Shell:
    """Return a fresh shell, as a new kernel would have it."""
    outputs = Outputs()
    # A kernel's main module is empty; this process inherited the module of whoever forked it.
    shell = Shell.instance(outputs=outputs)
    shell.history_manager.enabled = False
    shell.display_pub.outputs = shell.displayhook.outputs = outputs
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    shell.raw_input = _refuse_input
    import builtins

    builtins.input = _refuse_input
    return shell


def _refuse_input(prompt: str = ""):
    raise RuntimeError("expected a notebook that runs by itself, but it asks for input; give it a parameter instead")


def run_cell(shell: Shell, source: str) -> dict[str, Any]:
    """Run one cell.

    Returns
    -------
    dict
        ``outputs`` (as in a notebook file), ``execution_count``, ``failed``.
    """
    shell.outputs.items = []
    count = shell.execution_count
    result = shell.run_cell(source, store_history=True)
    return {"outputs": shell.outputs.items, "execution_count": count, "failed": not result.success}
