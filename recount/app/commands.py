"""What each command of the command line does: options in, exit status out.

Everything that a command needs is imported inside it, since this module is read before any environment exists.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from recount.app import setup
from recount.app.setup import ROOT


def make_environment(options):
    """Make or update the project's environment, or check the interpreter that was chosen by hand."""
    if setup.chosen_by_hand():
        from recount.app.interpreter import check

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
    from recount.trust import testing

    status = testing.run_suite(options.words)
    return status if options.words else testing.compare_notebooks() or status


def run_full_tests(options):
    """Run the tests that need more than Python."""
    from recount.trust import testing

    return testing.run_full(options.words)


def run_report(options):
    """Run the notebooks."""
    from recount.runs.runner import report

    names, out = texts_report(options.names, options.out) if options.text_name else (options.names, options.out)
    return report(
        names,
        out=out,
        workers=options.workers,
        engine=options.engine,
        use_cache=not options.no_cache,
        why=options.why,
        scheduler=options.scheduler,
    )


def texts_report(names, out):
    """Return what a report of another text runs, and where to: the one notebook that knows no pamphlet."""
    from analysis.data import folders

    for name in names:
        if name.removesuffix(".ipynb") != "00_ledger":
            raise folders.TextError(f"--text: expected 00_ledger, the notebook of any text, got {name[:60]!r}")
    return ["00_ledger"], out or ROOT / "out" / folders.text_name()


def run_sweep(options):
    """Run one notebook under every setting of a grid."""
    from recount.sweeps.sweep import sweep

    return sweep(
        options.notebook, options.grid, out=options.out, workers=options.workers, engine=options.engine,
        scheduler=options.scheduler, dry_run=options.dry_run, notebooks=options.notebooks, limit=options.limit,
        formats=options.format, figure=not options.no_figure,
    )  # fmt: skip


def list_notebooks(options):
    """Print every notebook with the question it answers."""
    from recount.runs.catalogue import questions

    for name, question in questions().items():
        print(f"{name:32} {question}")
    return 0


def describe_notebook(options):
    """Print the parameters of a notebook."""
    from analysis import topics
    from analysis.choices import parameters
    from recount.runs import catalogue
    from recount.runs.runner import known

    name = known(options.notebook)
    if options.format == "json":
        print(catalogue.as_json(parameters.json_schema(topics.declaration(name))))
    else:
        print(catalogue.as_text(parameters.describe(topics.declaration(name))))
    return 0


def run_one(options):
    """Run one notebook with other parameters."""
    from recount.runs.runner import run

    return run(options.notebook, options.parameter, out=options.out, engine=options.engine)


def compare_runs(options):
    """Say how two runs differ: exit status 0 the same, 1 different, 2 not comparable."""
    from recount.runs import compare

    try:
        found = compare.compare(options.a, options.b, options.tolerance)
    except compare.CompareError as error:
        setup.say(error)
        return 2
    print(compare.as_json(found) if options.format == "json" else compare.as_text(found))
    return 0 if found.same else 1


def choose_text(name):
    """Make another text the one that the command is about; refuse it if it or its description is not there."""
    from analysis.data import folders
    from analysis.data.study import study

    folders.use(name)
    study()


def begin_text(options):
    """Begin the folder of another text."""
    from recount.texts import new

    print(new.begin(options.name, options.file, new.Work.from_options(options)))
    return 0


def draft_text(options):
    """Propose rows for a text, or take those in that a person accepted."""
    from recount.texts import accepting, draft

    choose_text(options.name)
    print(accepting.take_in(options.name, options.out) if options.accept else draft.write(options.file, options.out))
    return 0


def run_audit(options):
    """Audit the transcription against the pamphlet's text, or against the index of its numerals."""
    from recount.publish import auditing

    return auditing.run(options.text, store_index=options.store_index)


def draw_figure(options):
    """Draw one figure, or list them all."""
    from recount.runs import drawing

    if options.list or not options.name:
        for name, title in drawing.titles().items():
            print(f"{name:44} {title}")
        return 0
    paths = drawing.draw(
        options.name, options.out, theme=options.theme, form=options.format, language=options.language,
        pairs=options.parameter,
    )  # fmt: skip
    print("\n".join(map(str, paths)))
    return 0


def print_handout(options):
    """Make the handout of a lesson, or list the lessons."""
    from recount.publish import handout, lessons

    if options.list or not options.lesson:
        for name, title in lessons.titles().items():
            print(f"{name:28} {title}")
        return 0
    print(handout.write(options.lesson, options.out, key=options.key, language=options.language))
    return 0


def run_cite(options):
    """Print footnotes and BibTeX."""
    from recount.publish.citing import cite

    print(cite(options.name))
    return 0


def make_slides(options):
    """Write a notebook as slides."""
    from recount.publish.slides import deck_files as slides

    print(slides.make(options.notebook, options.parameter, options.out, options.language, options.only))
    return 0


def export_data(options):
    """Write the data in one file."""
    from recount.publish import export

    print(export.write(options.format, options.out))
    return 0


def import_data(options):
    """Read a workbook of the export back."""
    from recount.publish import importing

    print(importing.run(options.file, write=options.write), end="")
    return 0


def list_for_reviewers(options):
    """Print, or write, what makes each figure, table and number."""
    from recount.publish import reviewers

    if options.write:
        for path in reviewers.write():
            print(path.relative_to(ROOT))
    else:
        print(reviewers.files(reviewers.stored_reads())[f"docs/reviewers.{options.format}"], end="")
    return 0


def build_release(options):
    """Build everything that a release consists of."""
    from recount.publish import release

    for path in release.write(options.out, allow_dirty=options.allow_dirty):
        print(path.name)
    return 0


def run_todo(options):
    """Print what nobody has looked up yet."""
    from recount.publish import todo

    frame = todo.todo()
    print(frame.to_csv(index=False, lineterminator="\n") if options.format == "csv" else todo.text(frame))
    return 0


def run_ledger(options):
    """Print the ledger, or write the two documents made from it."""
    from analysis.ledger.judge import load_ledger
    from recount.publish import ledger_documents as ledger_output

    if options.write:
        for path in ledger_output.write_documents(ledger_output.place(ROOT)):
            print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name)
        return 0
    filters = {name: getattr(options, name) for name in ledger_output.FILTERS}
    if options.section or options.search:
        from recount.publish import explain

        filters["section"] = options.section and explain.section_of(options.section)
    frame = ledger_output.select(load_ledger(options.reading), **filters)
    frame = explain.search(frame, options.search) if options.search else frame
    print(ledger_output.text(frame, options.format), end="")
    return 0


def run_explain(options):
    """Print everything that is known of a name, or where words stand."""
    from recount.publish.explain import explain

    print(explain(" ".join(options.name)), end="")
    return 0


def show_findings(options):
    """Print the ten findings, or renew what is worked out in the README."""
    from recount.publish import findings_pages, readme

    if options.write:
        for path in readme.write():
            print(path.name)
    else:
        print(findings_pages.block())
    return 0


def show_trust(options):
    """Print what was tried against the suite, or write docs/trust.md."""
    from recount.trust import evidence_page as trust

    if options.write:
        print(trust.write().name)
    else:
        print(trust.document(), end="")
    return 0


def keep_catalogues(options):
    """Print what the catalogues of the languages lack, or bring them in step with the texts."""
    from recount.publish import translating

    if options.add:
        translating.add(options.add)
    elif options.update:
        for language in translating.languages():
            translating.update(language)
    states = translating.report()
    for state in states:
        print(f"{state.language}: {state.translated} of {state.texts} texts translated")
        print("".join(f"  {problem}\n" for problem in state.problems[: options.limit]), end="")
    return int(any(state.problems for state in states))


def build_site(options):
    """Build the site."""
    from recount.publish.site.build import build

    print(build(options.out, options.language))
    return 0


def verify_bytes(options):
    """Say what could make other bytes here, and whether anything does: exit status 0 no, 1 yes."""
    from recount.trust import verifying

    return verifying.verify(options.names, whole=options.whole)


def try_faults(options):
    """Kill runs and spoil their surroundings, then look what is left."""
    from recount.trust import fault_settings

    return fault_settings.report(options.kills, options.commands, write=options.write)


def try_environments(options):
    """Run the tests in other environments."""
    from recount.trust import environments

    if options.changed:
        return environments.report_changed(options.names, whole=options.whole, write=options.write)
    return environments.report(options.names, write=options.write)


def list_licences(options):
    """Print the licences of everything that the locks name."""
    from recount.trust import licences

    return licences.report(write=options.write, also=options.also)


def describe_data(options):
    """Write the data package's descriptor."""
    from recount.publish.datapackage import write

    print(write().name)
    return 0


def run_mutants(options):
    """Change each figure of the data, or each rule of the arithmetic, and count what notices."""
    from recount.trust import mutation

    return mutation.run(Path(options.out), sample=options.sample, seed=options.seed, code=tuple(options.code))


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
    from recount.app.lock import write_all

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
