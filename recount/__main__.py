"""Entry of ``python -m recount`` and of the installed command ``recount``.

Starts with nothing but the standard library: the first call makes the environment, and every call goes on
inside it.
"""

import io
import os
import sys

# Older versions must be able to read this file, to say why they cannot run it: no newer syntax here.
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(
        "recount: expected Python 3.11 to 3.14, started with {}.{} ({}).\n"
        "Name another interpreter, for instance: make report PYTHON=python3.12, "
        "or: python3.12 -m recount report".format(*sys.version_info[:2], sys.executable)
    )

if os.environ.get("RECOUNT_ENV") != "current":
    # Nothing of somebody's PYTHONPATH is wanted, and a random.py there would stand before Python's own.
    foreign = {os.path.abspath(place) for place in os.environ.pop("PYTHONPATH", "").split(os.pathsep) if place}
    sys.path[1:] = [place for place in sys.path[1:] if os.path.abspath(place) not in foreign]

try:
    from recount.app import cli, commands, private_env, setup
except (ImportError, AttributeError, SyntaxError) as error:
    if not os.environ.get("PYTHONPATH"):
        raise
    sys.exit(
        "recount: expected Python's own modules, got others in their place ({}). PYTHONPATH names folders that hide "
        "them: {}; unset it, or RECOUNT_ENV".format(error, os.environ["PYTHONPATH"])
    )


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
    write_anything()
    try:
        command, options = cli.parse(arguments)
        if command.environment:
            setup.enter(arguments, installed=installed, extras=command.extras)
            private_env.apply()
        if getattr(options, "text_name", None):
            commands.choose_text(options.text_name)
        status = command.run(options)
        flush()
        return status
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        discard_output()
        return 0
    except OSError as error:
        # A full disk, a folder that is not there or not ours: nothing that the code could mend.
        discard_output()
        place = f" ({os.path.basename(os.fsdecode(error.filename))[:60]})" if error.filename else ""
        setup.say(f"expected to read and write, got: {error.strerror or error}{place}")
        return 1
    except MemoryError:
        setup.say("expected enough memory, got too little; close other programs or take fewer processes: --workers 1")
        return 1
    except Exception as error:
        # What the project itself refuses is a message; anything else is a bug and keeps its traceback.
        if not type(error).__module__.startswith(("analysis.", "recount.")):
            raise
        setup.say(error)
        return 1
    except KeyboardInterrupt:
        setup.say("interrupted")
        return 130


def write_anything():
    """Let no character stop a command: UTF-8 into files and pipes, escapes where a terminal lacks the letter.

    Descriptors that the caller closed are opened on nothing, or the next file opened would take their place.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def flush():
    """Write out what is still held back, so that a full disk is noticed here and not after the end."""
    if sys.stdout is not None:
        sys.stdout.flush()


def discard_output():
    """Send what standard output still holds nowhere, so that the interpreter's end does not fail over it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main(installed=False))
