"""An engine for papermill: its own, with kernels forked from a warm process where that can be.

Registered as ``recount`` under papermill's entry point ``papermill.engine``. This module must stay a leaf, because
papermill loads it while it is itself being imported.
"""

from __future__ import annotations

from papermill.engines import NBClientEngine


class RecountEngine(NBClientEngine):
    """papermill's engine with our :class:`~recount.runs.kernels.WarmKernelManager`; options mean the same."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **options):
        """Run the notebook."""
        from recount.runs.kernels import WarmKernelManager

        options.setdefault("kernel_manager_class", WarmKernelManager)
        return super().execute_managed_notebook(nb_man, kernel_name, **options)
