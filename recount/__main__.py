"""Entry of ``python -m recount`` and of the installed command ``recount``.

Starts with nothing but the standard library: the first call makes the environment, and every call goes on
inside it.
"""

import os
import sys

# Older versions must be able to read this file, to say why they cannot run it: no newer syntax here.
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(
        "recount: expected Python 3.11 to 3.14, started with {}.{} ({}).\n"
        "Name another interpreter, for instance: make report PYTHON=python3.12, "
        "or: python3.12 -m recount report".format(*sys.version_info[:2], sys.executable)
    )

from recount import cli, setup


def main(arguments=None, *, installed=True):
    """Run one command line, in the environment that it needs.

    Parameters
    ----------
    arguments : list of str, optional
        The words after the command's name; those of the process by default.
    installed : bool
        True when called as the installed ``recount``: whoever installed it chose the interpreter, which is
        used as it is. ``python -m recount`` uses the project's own environment.

    Returns
    -------
    int
        Exit status: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        command, options = cli.parse(arguments)
        if command.environment:
            setup.enter(arguments, installed=installed, extras=command.extras)
        return command.run(options)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # What the project itself refuses is a message; anything else is a bug and keeps its traceback.
        if not type(error).__module__.startswith(("analysis.", "recount.")):
            raise
        setup.say(error)
        return 1
    except KeyboardInterrupt:
        setup.say("interrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main(installed=False))
