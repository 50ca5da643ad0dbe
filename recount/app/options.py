"""The options of each command; read before any environment exists, so with the standard library alone."""

import argparse

from recount.app.setup import ROOT

#: Every process holds the scientific packages; more of them than this is a slip of the finger.
MOST_WORKERS = 256


def count(word):
    """Read a number of processes."""
    if not word.isascii() or not word.isdigit() or not 1 <= int(word[:9]) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to {MOST_WORKERS}, got {word[:20]!r}")
    return int(word)


def of_text(parser):
    """Let a command be about another text than the pamphlet."""
    parser.add_argument(
        "--text", dest="text_name", metavar="NAME", help="a folder of texts/; the pamphlet's data by default"
    )


def setup_options(parser):
    parser.add_argument("--extras", action="store_true", help="also the optional packages: site, slides …")


def report_options(parser):
    of_text(parser)
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help="all by default")
    parser.add_argument("--out", metavar="DIR", help="write everything below this folder, not into the checkout")
    parser.add_argument("--engine", choices=("fork", "kernel"), help="how notebooks run; fork where it can be had")
    parser.add_argument("--workers", type=count, metavar="N", help="processes; one for each processor by default")
    parser.add_argument("--no-cache", action="store_true", help="run every notebook, whatever the cache holds")
    parser.add_argument("--why", action="store_true", help="say why the cache did or did not hold a notebook")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://10.0.0.1:8786")


def describe_options(parser):
    parser.add_argument("notebook", metavar="NOTEBOOK")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="json is JSON Schema")


def run_options(parser):
    of_text(parser)
    parser.add_argument("notebook", metavar="NOTEBOOK")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="may be repeated")
    parser.add_argument("--out", metavar="DIR", default="out", help="where notebook and figures go; out/ by default")
    parser.add_argument("--engine", choices=("fork", "kernel"), help="how the notebook runs; fork where it can be had")


def compare_options(parser):
    parser.add_argument("a", metavar="RUN_A", help="a folder that report, run or sweep wrote, or . for the project")
    parser.add_argument("b", metavar="RUN_B", help="another")
    parser.add_argument("--tolerance", type=float, default=1e-9, metavar="T", help="relative; 1e-9 by default")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def sweep_options(parser):
    parser.add_argument("notebook", metavar="NOTEBOOK")
    parser.add_argument("--grid", required=True, metavar="FILE", help="YAML: values by parameter, and what to exclude")
    parser.add_argument("--dry-run", action="store_true", help="print the plan and the count, run nothing")
    parser.add_argument("--out", metavar="DIR", default="out", help="where the table goes; out/ by default")
    parser.add_argument("--notebooks", action="store_true", help="execute the notebook, too, under every setting")
    parser.add_argument("--limit", type=int, default=10_000, metavar="N", help="most settings; 10,000 by default")
    parser.add_argument("--format", metavar="LIST", help="csv, parquet or csv,parquet; by default what can be written")
    parser.add_argument("--no-figure", action="store_true", help="draw no summary")
    parser.add_argument("--engine", choices=("fork", "kernel"), help="how notebooks run; fork where it can be had")
    parser.add_argument("--workers", type=count, metavar="N", help="processes; one for each processor by default")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://10.0.0.1:8786")


def audit_options(parser):
    of_text(parser)
    parser.add_argument("text", nargs="?", metavar="TEXT", help="the pamphlet's text file; the stored index by default")
    parser.add_argument("--store-index", action="store_true", help="for maintainers: make the index of TEXT anew first")


def figure_options(parser):
    of_text(parser)
    parser.add_argument("name", nargs="?", metavar="NAME", help="for instance 01_numbers_by_year; --list has all")
    parser.add_argument("--theme", default="screen", help="screen (the default), print, projector or contrast")
    parser.add_argument("--format", default="png", help="png (the default), svg, pdf, csv, json or all")
    parser.add_argument("--language", default="en", metavar="CODE", help="en, or a language that locale/ holds")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="may be repeated")
    parser.add_argument("--out", metavar="DIR", default="out", help="where the files go; out/ by default")
    parser.add_argument("--list", action="store_true", help="list the figures with their titles")


def handout_options(parser):
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="its name or number; --list names them all")
    parser.add_argument("--key", action="store_true", help="the teacher's sheet: time plan, answers, sources")
    parser.add_argument("--language", default="en", metavar="CODE", help="en, or a language that locale/ holds")
    parser.add_argument("--out", metavar="DIR", default="out", help="where the PDF goes; out/ by default")
    parser.add_argument("--list", action="store_true", help="list the lessons")


def cite_options(parser):
    of_text(parser)
    parser.add_argument(
        "name", nargs="?", default="", help="a figure, the id of a row or claim, the key of a source; else this project"
    )


def export_options(parser):
    of_text(parser)
    parser.add_argument("--format", choices=("xlsx", "csv", "sqlite", "claimreview"), default="xlsx")
    parser.add_argument("--out", metavar="FILE", help="the file; by default out/recount-data with its ending")


def import_options(parser):
    parser.add_argument("file", metavar="FILE", help="a workbook that export wrote, changed or not")
    parser.add_argument("--write", action="store_true", help="write the changed tables, if the loader takes them")


def reviewers_options(parser):
    parser.add_argument("--write", action="store_true", help="write docs/reviewers.md and docs/reviewers.csv")
    parser.add_argument("--format", choices=("md", "csv"), default="md")


def release_options(parser):
    parser.add_argument("--out", metavar="DIR", default="dist", help="the folder; dist/ by default")
    parser.add_argument("--allow-dirty", action="store_true", help="build although changes are not committed")


def slides_options(parser):
    parser.add_argument("notebook", metavar="NOTEBOOK")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="may be repeated")
    parser.add_argument("--only", action="append", default=[], metavar="FIGURE", help="no other; may be repeated")
    parser.add_argument("--out", metavar="FILE", help="the file; out/NOTEBOOK.pptx by default")
    parser.add_argument("--language", default="en", metavar="CODE", help="language of figures and frame; en by default")


def mutate_options(parser):
    parser.add_argument("--sample", type=int, metavar="N", help="draw N cells; all by default")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the draw")
    parser.add_argument("--code", nargs="+", default=[], metavar="MODULE", help="change rules of these modules instead")
    parser.add_argument("--out", metavar="DIR", default=str(ROOT / "docs"), help="of the report; docs/ by default")


def todo_options(parser):
    of_text(parser)
    parser.add_argument("--format", choices=("text", "csv"), default="text")


def ledger_options(parser):
    of_text(parser)
    for name in ("arithmetic", "fidelity", "evidence"):
        parser.add_argument(f"--{name}", metavar="V", help=f"only claims with this {name}")
    parser.add_argument("--section", metavar="S", help="only this section: its id, or words of its subject")
    parser.add_argument("--search", metavar="WORDS", help="only claims with all these words")
    parser.add_argument("--format", choices=("table", "csv", "json", "markdown"), default="table")
    parser.add_argument("--reading", choices=("as_printed", "as_corrected"), default="as_printed")
    parser.add_argument("--write", action="store_true", help="write INCONSISTENCIES.md and CONSISTENCIES.md")


def new_options(parser):
    parser.add_argument("name", metavar="NAME", help="of the folder below texts/: a-z, 0-9 and _")
    parser.add_argument("--text", dest="file", required=True, metavar="FILE", help="the text, a file in UTF-8")
    parser.add_argument("--language", default="en", metavar="CODE", help="whose number words and marks; en by default")
    parser.add_argument("--title", default="", help="of the work; to be filled in by default")
    parser.add_argument("--author", default="", help="of the work; to be filled in by default")
    parser.add_argument("--year", type=int, metavar="YEAR", help="of the work; to be filled in by default")


def draft_options(parser):
    parser.add_argument("name", metavar="NAME", help="a text that recount new made")
    parser.add_argument("--text", dest="file", required=True, metavar="FILE", help="the text, a file in UTF-8")
    parser.add_argument("--out", metavar="DIR", default="out", help="where NAME/draft/ goes; out/ by default")
    parser.add_argument("--accept", action="store_true", help="take the rows with a name in accepted_by into the text")


def explain_options(parser):
    parser.add_argument("name", nargs="+", metavar="NAME", help="a claim, row, figure, finding; words; a number")


def findings_options(parser):
    parser.add_argument("--write", action="store_true", help="renew them, captions and counts in README.md")


def trust_options(parser):
    parser.add_argument("--write", action="store_true", help="write docs/trust.md")


def locale_options(parser):
    parser.add_argument("--update", action="store_true", help="bring the catalogues in step with the texts")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a catalogue for another language, such as fr")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="print at most N problems of each language")


def site_options(parser):
    parser.add_argument("--out", metavar="DIR", help="folder of the site; build/site/html by default")
    parser.add_argument("--language", choices=("en", "de"), default="en")


def verify_options(parser):
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help="run these; three quick ones by default")
    parser.add_argument("--whole", action="store_true", help="run all notebooks")


def faults_options(parser):
    parser.add_argument("--kills", type=count, default=100, metavar="N", help="runs to kill; 100 by default")
    parser.add_argument("--commands", type=int, default=0, metavar="N", help="and kills of each command in a clone")
    parser.add_argument("--write", action="store_true", help="write docs/faults.csv")


def environments_options(parser):
    parser.add_argument("names", nargs="*", metavar="NAME", help="3.12, 3.11-lowest …; all by default")
    parser.add_argument("--changed", action="store_true", help="reports under changed surroundings: fonts, turkish …")
    parser.add_argument("--whole", action="store_true", help="there with all notebooks, not with three")
    parser.add_argument("--write", action="store_true", help="write docs/environments.csv, other rows kept")


def licences_options(parser):
    parser.add_argument("--write", action="store_true", help="write docs/licences.csv")
    parser.add_argument("--also", action="append", default=[], metavar="DIR", help="look in this environment too")


def lock_options(parser):
    parser.add_argument(
        "--upgrade", nargs="*", metavar="PACKAGE", help="take newer versions, only of these packages if named"
    )


def clean_options(parser):
    parser.add_argument("--environments", action="store_true", help="remove .venv and .venv-lab too")
