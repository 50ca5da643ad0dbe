"""Many runs: drawn as needed, told as they end, interrupted without loss, continued at the next start."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future

import psutil
import pytest

from recount.runs import cache, execution, guard, holders, jobs, warm
from recount.runs.execution import Answer, run_request
from recount.runs.jobs import run_jobs
from recount.runs.warm import can_fork
from tests import tiny
from tests.tiny import gone, wait_until

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")

#: Says that it runs, starts a process of its own, and does not end.
ENDLESS = """
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "60"])
here = pathlib.Path(os.environ["RECOUNT_CACHE"]).parent
(here / "NAME.new").write_text(f"{child.pid} {os.getpid()} {os.getppid()}")
(here / "NAME.new").rename(here / "NAME.pids")
time.sleep(60)
"""
#: Kills the worker that asked for its kernel.
KILLS = "import os, signal, time\nos.kill(int(os.environ['JPY_PARENT_PID']), signal.SIGKILL)\ntime.sleep(60)"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Write a notebook and return its job."""
    return tiny.make_project(tmp_path / "p", monkeypatch)


def test_outcomes_come_in_the_order_of_the_jobs(project):
    """However they end; the callback has each as it comes, with the job that was given."""
    given = [project("import time; time.sleep(1)"), project("1 / 0", name="02_x"), project("1", name="03_x")]
    told = []
    outcomes = run_jobs(given, 2, on_done=told.append)
    assert [o.job for o in outcomes] == given
    assert [o.state.split()[0] for o in outcomes] == ["done", "failed", "done"]
    assert {id(o.job) for o in told} == {id(job) for job in given}
    assert told[0].job is given[1]
    assert outcomes.status == 0


def test_a_stream_of_jobs_is_drawn_as_it_is_needed(project):
    """Not all at once: there may be a million of them."""
    drawn, under_way = 0, []
    ended = []

    def stream():
        nonlocal drawn
        for value in range(8):
            drawn += 1
            under_way.append(drawn - len(ended))
            yield project("value = 1", "value", parameters={"value": value})

    assert len(run_jobs(stream(), 2, on_done=ended.append, total=8)) == 8
    assert max(under_way) <= 5


@pytest.mark.parametrize(
    "answer",
    [
        "no answer", None, Answer(files={"../x": b""}), Answer(files=["a"]), Answer(data={"a": 1}), Answer(data=3),
        Answer(files={"notebooks/01_x.ipynb": "text"}), Answer(files={"notebooks/01_x.ipynb": b"{}", 3: b""}),
        guard.GuardError("foreign"),
    ],
)  # fmt: skip
def test_an_answer_of_whatever_kind_costs_one_run(project, monkeypatch, answer):
    """An untrusted worker can send anything; the other run is done, and no file is written."""

    def answering(function, items, **options):
        for request in items:
            future = Future()
            if request.job.notebook == "02_x":
                future.set_result(run_request(request))
            elif isinstance(answer, Exception):
                monkeypatch.setattr(cache, "store", lambda *rest: (_ for _ in ()).throw(answer))
                future.set_result(run_request(request))
            else:
                future.set_result(answer)
            yield request, future

    given = [project("1", name="02_x"), project("1")]
    monkeypatch.setattr(jobs, "map_jobs", answering)
    good, bad = run_jobs(given, 1)
    assert (good.error, bad.state) == ("", "failed")
    assert bad.error
    assert sorted(tiny.tree(given[0].out)) == ["notebooks/02_x.ipynb", "records/02_x.json"]


def test_a_killed_process_costs_one_run(project):
    """The others run, those that waited too; its working folder is gone."""
    given = [project(KILLS), *(project("1", name=f"{n:02d}_x") for n in range(2, 5))]
    outcomes = run_jobs(given, 2)
    assert [o.state.split()[0] for o in outcomes] == ["failed", *["done"] * 3]
    assert outcomes[0].error.startswith("the process that ran it ended before it did (killed by SIGKILL)")
    assert not list(given[0].out.glob(".recount-*"))


def test_what_a_callback_raises_ends_the_runs(project, tmp_path):
    """Nothing goes on behind the error."""
    given = [project("1"), project(ENDLESS, name="02_x")]

    def refuse(outcome):
        wait_until((tmp_path / "p/02_x.pids").exists)
        raise LookupError

    with pytest.raises(LookupError):
        run_jobs(given, 2, on_done=refuse)
    # Its parent is the warm process, which waits for the next run.
    assert wait_until(lambda: gone(pids(tmp_path / "p/02_x.pids")[:2]), 1)


def test_a_second_run_comes_from_the_cache_with_the_same_bytes(project):
    """And the files that are already there are not written again."""
    job = project(tiny.WRITES)
    assert tiny.run(job).why.startswith("miss")
    stamp = (job.out / "figures/01_x_a.csv").stat().st_mtime_ns
    assert tiny.run(job).why.startswith("hit")
    assert (job.out / "figures/01_x_a.csv").stat().st_mtime_ns == stamp


def test_a_failed_run_writes_nothing(project):
    """Not even the figures it had written before the error; the earlier outputs stay."""
    job = project(tiny.WRITES)
    tiny.run(job)
    before = tiny.tree(job.out)
    assert "ZeroDivisionError" in tiny.run(project(tiny.WRITES.replace("plotted", "other"), "1 / 0")).error
    assert tiny.tree(job.out) == before


def test_data_that_a_run_reads_is_recorded(project):
    """A changed file of data that was read makes the next look-up a miss; another file does not."""
    job = project(f"open({str(cache.ROOT / 'data' / 'a.csv')!r}).read()")
    for name in ("a.csv", "b.csv"):
        (cache.ROOT / "data" / name).write_text("1", encoding="utf-8")
    assert tiny.run(job).error == ""
    (cache.ROOT / "data/b.csv").write_text("2", encoding="utf-8")
    assert tiny.run(job).why.startswith("hit")
    (cache.ROOT / "data/a.csv").write_text("2", encoding="utf-8")
    assert "a.csv" in tiny.run(job).why


def test_an_answer_that_is_not_the_run_publishes_nothing(project, monkeypatch):
    """It is one failure; neither cache nor folder has anything of it."""
    job = project("1")
    monkeypatch.setattr(jobs, "run_request", lie)
    assert tiny.run(job).error == "expected files of the run, got one at '../stolen'"
    assert not any(job.out.iterdir())
    assert jobs.from_cache(job).why.startswith("miss")


def lie(_request):
    """Answer as a worker might that is not to be trusted."""
    return execution.Answer(files={"../stolen": b"x"})


def test_the_state_of_an_outcome(project):
    """In the words that progress and sweeps count by."""
    job = project("1")
    assert jobs.Outcome(job, "wrong", 1, "miss: x").state == "failed"
    assert jobs.Outcome(job, "", 1.26, "miss: x").state == "done in 1.3 s"
    assert jobs.Outcome(job, "", 0.01, "hit: x").state == "unchanged"


def pids(path):
    return [int(word) for word in path.read_text(encoding="utf-8").split()]


# --- interrupts, with processes as a shell would start them --------------------------------------------------------


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """A copy of the command with two notebooks that end and two that do not."""
    root = tmp_path_factory.mktemp("copy")
    tiny.copy_command(root)
    for name in ("01_x", "02_x"):
        tiny.write_notebook(root / "notebooks", name, "value = 1", tiny.WRITES)
    for name in ("03_x", "04_x"):
        tiny.write_notebook(root / "notebooks", name, "value = 1", ENDLESS)
    return root


def begun(root):
    """Start a report and wait until only what does not end is running; return it with the pids of all."""
    for name in ("03_x", "04_x"):
        (root / f"{name}.pids").unlink(missing_ok=True)
    report = tiny.start_report(root, workers=2)
    assert wait_until(lambda: all((root / f"{name}.pids").exists() for name in ("03_x", "04_x")), 30)
    return report, pids(root / "03_x.pids") + pids(root / "04_x.pids")


@pytest.mark.full
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_everything_at_once(command, number, status):
    """What had finished is kept, nothing of the rest is left behind, no traceback; the status says what it was."""
    report, running = begun(command)
    start = time.perf_counter()
    report.send_signal(number)
    out, err = report.communicate(timeout=10)
    # Half a second where nothing else runs.
    assert time.perf_counter() - start < 2
    assert report.returncode == status
    assert err == "Interrupted. What had finished is kept; the next start goes on from there.\n"
    assert "2 of 4 ended: 2 " in out
    assert wait_until(lambda: gone(running), 1)
    assert sorted(tiny.tree(command / "out").keys() - {holders.FILE}) == [
        f"{folder}/{name}{end}"
        for folder, end in (("figures", "_a.csv"), ("notebooks", ".ipynb"), ("records", ".json"))
        for name in ("01_x", "02_x")
    ]
    assert not list((command / "out").glob(".recount-*"))


@pytest.mark.full
def test_nothing_outlives_a_killed_report_and_the_next_start_goes_on(command):
    """No orphans; what had finished is taken over and its count is told; the leftovers go."""
    report, running = begun(command)
    report.kill()
    report.communicate()
    assert wait_until(lambda: gone(running), 5)
    assert list((command / "out").glob(".recount-*"))
    for name in ("03_x", "04_x"):
        tiny.write_notebook(command / "notebooks", name, "value = 1", tiny.WRITES)
    after = tiny.start_report(command, workers=2)
    out, err = after.communicate(timeout=60)
    assert (after.returncode, err) == (0, "")
    assert "4 of 4 ended: 2 unchanged, 2 done." in out
    assert not list((command / "out").glob(".recount-*"))


def test_an_interrupt_while_the_imports_are_done_ends_at_once(root, tmp_path):
    """There is nothing to end yet."""
    code = (
        "import sys, time; from recount.runs import jobs\n"
        "jobs.prepare = lambda job: (print('importing', flush=True), time.sleep(60))\n"
        "jobs.from_cache = lambda job, inputs: jobs.Outcome(job, why='miss')\n"
        "job = jobs.Job('01_purge_rates')\n"
        "sys.exit(jobs.run_jobs([job]).status)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "importing\n"
    start = time.perf_counter()
    process.send_signal(signal.SIGINT)
    assert "Interrupted" in process.communicate(timeout=10)[1]
    assert (process.returncode, time.perf_counter() - start < 2) == (130, True)


def test_signals_are_given_back(project):
    """Afterwards Ctrl-C means what it meant before."""
    before = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)]
    run_jobs([project("1")])
    assert [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)] == before
    # Only the warm process is left, for the next run.
    assert [child.pid for child in psutil.Process(os.getpid()).children()] == [warm.zygote().pid]


# --- durations -----------------------------------------------------------------------------------------------------


def test_durations_are_kept_for_the_next_time(project):
    """Of what ran through; not of failures, nor of what came from the cache."""
    given = [project("1"), project("1 / 0", name="02_x")]
    run_jobs(given)
    [(name, seconds)] = jobs.read_durations().items()
    assert (name, 0 < seconds < 60) == ("01_x", True)
    run_jobs(given)
    assert jobs.read_durations() == {"01_x": seconds}


@pytest.mark.parametrize("content", ["", "[1]", '{"01_x": "fast"}', '{"01_x": null}', '{"01_x": NaN}', "\udcff", None])
def test_damaged_durations_are_none(project, content):
    """They only weight a bar."""
    project("1")
    cache.cache_folder().mkdir(exist_ok=True)
    if content is not None:
        (cache.cache_folder() / jobs.DURATIONS).write_bytes(content.encode("utf-8", "surrogateescape"))
    assert jobs.read_durations() == {}


def test_durations_that_are_no_time_are_left_out(project):
    """Zero, negative, endless."""
    project("1")
    cache.cache_folder().mkdir(exist_ok=True)
    found = {"a": 0, "b": -1, "c": 1e300, "d": 2.5}
    (cache.cache_folder() / jobs.DURATIONS).write_text(json.dumps(found), encoding="utf-8")
    assert jobs.read_durations() == {"d": 2.5}
