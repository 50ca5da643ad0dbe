"""The command line: one table of commands.

It is read before any environment exists, so with the standard library alone. To add a command, write its
function in :mod:`recount.app.commands`, its options in :mod:`recount.app.options`, and a line in `COMMANDS`.
"""

import argparse
from collections.abc import Callable
from typing import NamedTuple

from recount.app import commands, options


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
    adder = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        more = f" Further words go to {command.passes_on}." if command.passes_on else ""
        sentence = f"{command.help[0].upper()}{command.help[1:]}.{more}"
        command.options(adder.add_parser(name, help=command.help, description=sentence))
    first = COMMANDS.get(arguments[0]) if arguments else None
    if first and first.passes_on and not {"-h", "--help"} & set(arguments):
        read = parser.parse_args(arguments[:1])
        read.words = arguments[1:]
    else:
        read = parser.parse_args(arguments)
    return COMMANDS[read.command], read


COMMANDS = {
    "setup": Command(
        "make or update the environment", commands.make_environment, options.setup_options, environment=False
    ),
    "report": Command("run the notebooks and write every figure", commands.run_report, options.report_options),
    "run": Command("run one notebook with other parameters", commands.run_one, options.run_options),
    "compare": Command(
        "say which numbers, tables and pictures of two runs differ", commands.compare_runs, options.compare_options
    ),
    "sweep": Command("run one notebook under every setting of a grid", commands.run_sweep, options.sweep_options),
    "list": Command("list the notebooks and the question each answers", commands.list_notebooks),
    "describe": Command("print the parameters of a notebook", commands.describe_notebook, options.describe_options),
    "test": Command("run the tests and compare the notebooks' stored outputs", commands.run_tests, passes_on="pytest"),
    "test-full": Command(
        "run the tests that need R, a browser …", commands.run_full_tests, extras=True, passes_on="pytest"
    ),
    "lab": Command("open the notebooks in JupyterLab", commands.open_lab, environment=False, passes_on="JupyterLab"),
    "audit": Command("audit the transcription against the text", commands.run_audit, options.audit_options),
    "new": Command("begin the folder of another text", commands.begin_text, options.new_options),
    "draft": Command(
        "propose rows and relations for a text; take accepted ones in", commands.draft_text, options.draft_options
    ),
    "ledger": Command("print the claims with their verdicts", commands.run_ledger, options.ledger_options),
    "explain": Command(
        "say what is known of a claim, figure, row or number", commands.run_explain, options.explain_options
    ),
    "findings": Command("print the ten findings", commands.show_findings, options.findings_options),
    "figure": Command("draw one figure in the theme and format you need", commands.draw_figure, options.figure_options),
    "handout": Command(
        "make the two printed pages of a lesson", commands.print_handout, options.handout_options, extras=True
    ),
    "cite": Command(
        "print footnote and BibTeX for a figure, claim, row or source", commands.run_cite, options.cite_options
    ),
    "export": Command(
        "write the data as a workbook, a zip or a database", commands.export_data, options.export_options, extras=True
    ),
    "import": Command("read a workbook of the export back", commands.import_data, options.import_options),
    "reviewers": Command(
        "list what makes each figure, table and number", commands.list_for_reviewers, options.reviewers_options
    ),
    "release": Command(
        "build the files of a release, with checksums", commands.build_release, options.release_options, extras=True
    ),
    "slides": Command(
        "write a notebook as PowerPoint slides", commands.make_slides, options.slides_options, extras=True
    ),
    "todo": Command("list the figures that nobody has looked up yet", commands.run_todo, options.todo_options),
    "trust": Command(
        "print what was tried against the suite, and what happened", commands.show_trust, options.trust_options
    ),
    "locale": Command(
        "check or update the translations", commands.keep_catalogues, options.locale_options, extras=True
    ),
    "site": Command("build the site from the stored notebooks", commands.build_site, options.site_options, extras=True),
    "verify": Command(
        "say what here could make other bytes than the stored, and whether it does",
        commands.verify_bytes,
        options.verify_options,
    ),
    "faults": Command(
        "kill runs, fill the disk, turn the clock; see what is left", commands.try_faults, options.faults_options
    ),
    "environments": Command("run the tests on other Pythons", commands.try_environments, options.environments_options),
    "licences": Command(
        "list the licences of what is installed", commands.list_licences, options.licences_options, extras=True
    ),
    "describe-data": Command("write data/datapackage.json from the column dictionary", commands.describe_data),
    "mutate": Command(
        "change every figure in turn and count what notices", commands.run_mutants, options.mutate_options, extras=True
    ),
    "bench": Command("run the benchmarks", commands.run_benchmarks),
    "check": Command("check the code's style", commands.check_style, passes_on="ruff"),
    "lock": Command("for maintainers: write the lock files anew", commands.write_locks, options.lock_options),
    "clean": Command("remove caches and builds", commands.clean, options.clean_options, environment=False),
}
