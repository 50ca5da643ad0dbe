"""The command line: one table of commands.

It is read before any environment exists, so with the standard library alone. To add a command, write its
function (options in, exit status out; import what it needs inside) and a line in `COMMANDS`.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from recount import setup
from recount.setup import ROOT


class Command(NamedTuple):
    """One command: what it does, how it is read, and what has to be there when it runs."""

    help: str
    run: Callable  # argparse.Namespace -> exit status
    options: Callable = lambda parser: None  # adds the command's own options
    environment: bool = True  # runs inside the project's environment
    extras: bool = False  # needs the optional packages
    passes_on: str = ""  # name of the program that takes all further words


def parse(arguments):
    """Read a command line.

    Returns
    -------
    tuple of Command and argparse.Namespace
        What to run, and with which options.

    Raises
    ------
    SystemExit
        With status 2 and the usage on wrong words; with status 0 after ``--help``.
    """
    parser = argparse.ArgumentParser(
        prog="recount", description="Recount the numbers of one pamphlet: set up, run, test, report."
    )
    parser.set_defaults(words=[])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        more = f" Further words go to {command.passes_on}." if command.passes_on else ""
        sentence = f"{command.help[0].upper()}{command.help[1:]}.{more}"
        command.options(commands.add_parser(name, help=command.help, description=sentence))
    first = COMMANDS.get(arguments[0]) if arguments else None
    if first and first.passes_on and not {"-h", "--help"} & set(arguments):
        options = parser.parse_args(arguments[:1])
        options.words = arguments[1:]
    else:
        options = parser.parse_args(arguments)
    return COMMANDS[options.command], options


def make_environment(options):
    """Make or update the project's environment, or check the interpreter that was chosen by hand."""
    if setup.chosen_by_hand():
        from recount.interpreter import check

        check()
    elif not setup.ensure(setup.MAIN, extras=options.extras):
        setup.say("nothing to set up")
    return 0


def open_lab(options):
    """Start JupyterLab in the notebooks' folder, in an environment of its own."""
    if not setup.chosen_by_hand():
        setup.ensure(setup.LAB)
    python = sys.executable if setup.chosen_by_hand() else setup.LAB.python
    places = [f"--ServerApp.root_dir={ROOT}", "--LabApp.default_url=/lab/tree/notebooks"]
    setup.start([python, "-m", "jupyterlab", *places, *options.words])


def run_tests(options):
    """Run the tests, then the notebooks; only the tests when further words choose among them."""
    from recount import testing

    status = testing.run_suite(options.words)
    return status if options.words else testing.compare_notebooks() or status


def run_full_tests(options):
    """Run the tests that need more than Python."""
    from recount import testing

    return testing.run_full(options.words)


def run_report(options):
    """Run the notebooks."""
    from recount.runner import report

    return report(options.names, out=options.out)


def run_benchmarks(options):
    """Run every benchmark in turn; each prints its own ratio."""
    scripts = sorted((ROOT / "benchmarks").glob("[!_]*.py"))
    if not scripts:
        setup.say("no benchmark in benchmarks/ yet")
    statuses = [subprocess.call([sys.executable, script], cwd=ROOT) for script in scripts]
    return int(any(statuses))


def check_style(options):
    """Run ruff."""
    return subprocess.call([sys.executable, "-m", "ruff", "check", *(options.words or ["."])], cwd=ROOT)


def write_locks(options):
    """Write the lock files and environment.yml."""
    from recount.lock import write_all

    write_all(upgrade=options.upgrade)
    return 0


def clean(options):
    """Remove caches and builds; what a run wrote, tracked or not, stays."""
    found = [ROOT / name for name in (".pytest_cache", ".ruff_cache", ".hypothesis", "build", "dist")]
    for folder in ("analysis", "recount", "tests", "benchmarks", "notebooks"):
        found += [*(ROOT / folder).rglob("__pycache__"), *(ROOT / folder).rglob(".ipynb_checkpoints")]
    if options.environments:
        found += [setup.MAIN.folder, setup.LAB.folder]
    for path in filter(Path.is_dir, found):
        shutil.rmtree(path)
    return 0


def _setup_options(parser):
    parser.add_argument("--extras", action="store_true", help="also the optional packages: site, slides …")


def _report_options(parser):
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help="all by default")
    parser.add_argument("--out", metavar="DIR", help="write everything below this folder, not into the checkout")


def _lock_options(parser):
    parser.add_argument(
        "--upgrade", nargs="*", metavar="PACKAGE", help="take newer versions, only of these packages if named"
    )


def _clean_options(parser):
    parser.add_argument("--environments", action="store_true", help="remove .venv and .venv-lab too")


COMMANDS = {
    "setup": Command("make or update the environment", make_environment, _setup_options, environment=False),
    "report": Command("run the notebooks and write every figure", run_report, _report_options),
    "test": Command("run the tests and compare the notebooks' stored outputs", run_tests, passes_on="pytest"),
    "test-full": Command("run the tests that need R, a browser …", run_full_tests, passes_on="pytest"),
    "lab": Command("open the notebooks in JupyterLab", open_lab, environment=False, passes_on="JupyterLab"),
    "bench": Command("run the benchmarks", run_benchmarks),
    "check": Command("check the code's style", check_style, passes_on="ruff"),
    "lock": Command("for maintainers: write the lock files anew", write_locks, _lock_options),
    "clean": Command("remove caches and builds", clean, _clean_options, environment=False),
}
