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

    return report(
        options.names,
        out=options.out,
        workers=options.workers,
        engine=options.engine,
        use_cache=not options.no_cache,
        why=options.why,
    )


def list_notebooks(options):
    """Print every notebook with the question it answers."""
    from recount.catalogue import questions

    for name, question in questions().items():
        print(f"{name:32} {question}")
    return 0


def describe_notebook(options):
    """Print the parameters of a notebook."""
    from recount import catalogue, parameters
    from recount.runner import known

    name = known(options.notebook)
    if options.format == "json":
        print(catalogue.as_json(parameters.json_schema(name)))
    else:
        print(catalogue.as_text(parameters.describe(name)))
    return 0


def run_one(options):
    """Run one notebook with other parameters."""
    from recount.runner import run

    return run(options.notebook, options.parameter, out=options.out, engine=options.engine)


def run_audit(options):
    """Audit the transcription against the pamphlet's text, or against the index of its numerals."""
    from recount import auditing

    return auditing.run(options.text, store_index=options.store_index)


def run_cite(options):
    """Print footnotes and BibTeX."""
    from recount.citing import cite

    print(cite(options.name))
    return 0


def run_todo(options):
    """Print what nobody has looked up yet."""
    from recount import todo

    frame = todo.todo()
    print(frame.to_csv(index=False, lineterminator="\n") if options.format == "csv" else todo.text(frame))
    return 0


def run_ledger(options):
    """Print the ledger, or write the two documents made from it."""
    from analysis.ledger import load_ledger
    from recount import ledger_output

    if options.write:
        for path in ledger_output.write_documents(ROOT):
            print(path.name)
        return 0
    filters = {name: getattr(options, name) for name in (*ledger_output.FILTERS, "section")}
    print(ledger_output.text(ledger_output.select(load_ledger(options.reading), **filters), options.format), end="")
    return 0


def describe_data(options):
    """Write the data package's descriptor."""
    from recount.datapackage import write

    print(write().name)
    return 0


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
    parser.add_argument("--engine", choices=("fork", "kernel"), help="how notebooks run; fork where it can be had")
    parser.add_argument("--workers", type=int, metavar="N", help="processes; one for each processor by default")
    parser.add_argument("--no-cache", action="store_true", help="run every notebook, whatever the cache holds")
    parser.add_argument("--why", action="store_true", help="say why the cache did or did not hold a notebook")


def _describe_options(parser):
    parser.add_argument("notebook", metavar="NOTEBOOK")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="json is JSON Schema")


def _run_options(parser):
    parser.add_argument("notebook", metavar="NOTEBOOK")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="may be repeated")
    parser.add_argument("--out", metavar="DIR", default="out", help="where notebook and figures go; out/ by default")
    parser.add_argument("--engine", choices=("fork", "kernel"), help="how the notebook runs; fork where it can be had")


def _audit_options(parser):
    parser.add_argument("text", nargs="?", metavar="TEXT", help="the pamphlet's text file; the stored index by default")
    parser.add_argument("--store-index", action="store_true", help="for maintainers: make the index of TEXT anew first")


def _cite_options(parser):
    parser.add_argument("name", help="a figure, the id of a row or claim, or the key of a source")


def _todo_options(parser):
    parser.add_argument("--format", choices=("text", "csv"), default="text")


def _ledger_options(parser):
    for name in ("arithmetic", "fidelity", "evidence", "section"):
        parser.add_argument(f"--{name}", metavar="V", help=f"only claims with this {name}")
    parser.add_argument("--format", choices=("table", "csv", "json", "markdown"), default="table")
    parser.add_argument("--reading", choices=("as_printed", "as_corrected"), default="as_printed")
    parser.add_argument("--write", action="store_true", help="write INCONSISTENCIES.md and CONSISTENCIES.md")


def _lock_options(parser):
    parser.add_argument(
        "--upgrade", nargs="*", metavar="PACKAGE", help="take newer versions, only of these packages if named"
    )


def _clean_options(parser):
    parser.add_argument("--environments", action="store_true", help="remove .venv and .venv-lab too")


COMMANDS = {
    "setup": Command("make or update the environment", make_environment, _setup_options, environment=False),
    "report": Command("run the notebooks and write every figure", run_report, _report_options),
    "run": Command("run one notebook with other parameters", run_one, _run_options),
    "list": Command("list the notebooks and the question each answers", list_notebooks),
    "describe": Command("print the parameters of a notebook", describe_notebook, _describe_options),
    "test": Command("run the tests and compare the notebooks' stored outputs", run_tests, passes_on="pytest"),
    "test-full": Command("run the tests that need R, a browser …", run_full_tests, passes_on="pytest"),
    "lab": Command("open the notebooks in JupyterLab", open_lab, environment=False, passes_on="JupyterLab"),
    "audit": Command("audit the transcription against the pamphlet's text", run_audit, _audit_options),
    "ledger": Command("print the claims with their verdicts", run_ledger, _ledger_options),
    "cite": Command("print footnote and BibTeX for a figure, claim, row or source", run_cite, _cite_options),
    "todo": Command("list the figures that nobody has looked up yet", run_todo, _todo_options),
    "describe-data": Command("write data/datapackage.json from the column dictionary", describe_data),
    "bench": Command("run the benchmarks", run_benchmarks),
    "check": Command("check the code's style", check_style, passes_on="ruff"),
    "lock": Command("for maintainers: write the lock files anew", write_locks, _lock_options),
    "clean": Command("remove caches and builds", clean, _clean_options, environment=False),
}
