"""Kernels forked from a warm process: a provisioner of kernels, and the manager and client that go with it.

A kernel of this very Python is forked from a process that has the scientific stack imported, see
:mod:`recount.runs.zygote`. Any other kernel, and any kernel where processes cannot be forked, is started as
jupyter_client starts it. Registered as ``recount-warm`` under jupyter_client's entry point for provisioners.
"""

from __future__ import annotations

import os
import sys
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import Type

from recount.runs import warm
from recount.runs.warm import Forked, can_fork

LAUNCHER = ["-m", "ipykernel_launcher"]
#: Bytes of a connection file's path beside which sockets can lie; theirs have five more, and may have 107.
LONGEST_PATH = 100
#: What :class:`subprocess.Popen` can be asked for and a forked kernel cannot have.
SPECIAL = ("stdin", "stdout", "stderr", "preexec_fn", "user", "group")


class WarmProvisioner(LocalProvisioner):
    """Forks kernels of this Python, starts all others as they are."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> dict[str, Any]:
        """Fork the kernel if that gives what starting it would give, else start it."""
        flags = cmd[1 : cmd.index("-m")] if "-m" in cmd else []
        if not (_can_be_forked(cmd[:1] + cmd[1 + len(flags) :], options) and warm.is_worthwhile()):
            return await super().launch_kernel(cmd, **options)
        environment = dict(options.get("env") or os.environ) | {"JPY_PARENT_PID": str(os.getpid())}
        self.cwd = str(options.get("cwd") or os.getcwd())
        try:
            self.process = warm.zygote(flags, environment).fork(cmd[3 + len(flags) :], environment, self.cwd)
        except OSError:
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and wait the moment that takes."""
        await super().kill(restart)
        if isinstance(self.process, Forked):
            self.process.wait(timeout=1)

    async def cleanup(self, restart: bool = False) -> None:
        """Let a kernel that is done be buried."""
        if isinstance(self.process, Forked):
            self.process.close()
        await super().cleanup(restart)


def _can_be_forked(command: list[str], options: dict[str, Any]) -> bool:
    """Whether this is a kernel of this Python, whose folder and streams leave what was imported as it is."""
    # matplotlib reads settings in the folder where it is imported.
    settings = Path(options.get("cwd") or "", "matplotlibrc")
    special = any(options.get(name) is not None for name in SPECIAL)
    return can_fork() and command[:3] == [sys.executable, *LAUNCHER] and not special and not settings.exists()


class WarmClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel is; jupyter_client's waits for silence, a fifth of a second."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered on both channels, and take what it has said so far.

        Raises
        ------
        RuntimeError
            If the kernel dies before, or the time is over; as jupyter_client says it.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answers(self, request: str) -> bool:
        try:
            while (reply := await self.get_shell_msg(timeout=1))["parent_header"].get("msg_id") != request:
                pass
            self._handle_kernel_info_reply(reply)
            # The kernel's last word on a request; if its words do not arrive yet, another request is made.
            while not _says_idle(await self.get_iopub_msg(timeout=0.2), request):
                pass
        except Empty:
            return False
        return True


def _says_idle(message: dict[str, Any], request: str) -> bool:
    idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
    return idle and message["parent_header"].get("msg_id") == request


class WarmKernelManager(AsyncKernelManager):
    """Starts kernels through :class:`WarmProvisioner`, unless their specification names another provisioner."""

    client_factory = Type(WarmClient, AsyncKernelClient).tag(config=True)

    async def start_kernel(self, **options: Any) -> None:
        """Name the provisioner in the specification, and talk through sockets in the file system where that can be."""
        self.kernel_spec.metadata.setdefault("kernel_provisioner", {"provisioner_name": "recount-warm"})
        file = os.path.join(jupyter_runtime_dir(), f"kernel-{uuid.uuid4().hex[:16]}.json")
        if self.ipykernel and can_fork() and self.transport == "tcp" and len(os.fsencode(file)) < LONGEST_PATH:
            # No port that another kernel may take before this one does, and nothing that other users can listen to.
            os.makedirs(jupyter_runtime_dir(), mode=0o700, exist_ok=True)
            self.connection_file, self.transport, self.ip = file, "ipc", file.removesuffix(".json") + "-ipc"
        await super().start_kernel(**options)
