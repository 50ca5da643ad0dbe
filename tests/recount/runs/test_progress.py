"""What a person sees: lines in a log, a bar at a terminal, and a time left that can be believed."""

import io
import sys
from functools import partial

import pytest
import tqdm

from recount.runs.progress import Progress


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self):
        """Return True."""
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Let standard output and errors go to a terminal from the moment of the call; returns the errors' stream."""

    def begin():
        # Not while the fixture is made: pytest puts its own streams in place before the test itself begins.
        monkeypatch.setattr(sys, "stderr", Terminal())
        monkeypatch.setattr(sys, "stdout", Terminal())
        return sys.stderr

    monkeypatch.setenv("COLUMNS", "100")
    return begin


def test_plain_lines_in_a_log(capsys):
    """One for each, one for the end, and not a control character."""
    shown = Progress(["a", "b", "c"])
    shown.done("a", "unchanged")
    shown.show(["b"])
    shown.done("b", "done in 1.2 s", " (miss: new)")
    shown.done("c", "failed")
    shown.close()
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "[1/3] a: unchanged",
        "[2/3] b: done in 1.2 s (miss: new)",
        "[3/3] c: failed",
        "3 of 3 ended: 1 unchanged, 1 done, 1 failed.",
    ]


def test_one_run_alone_needs_no_sum(capsys):
    """Its own line says it all."""
    shown = Progress(["a"])
    shown.done("a", "done in 1.0 s")
    shown.close()
    assert capsys.readouterr().out == "[1/1] a: done in 1.0 s\n"


def test_a_stream_of_unknown_length_is_counted(capsys):
    """There is no total to show."""
    shown = Progress()
    for _ in range(2):
        shown.done("a", "done in 1.0 s")
    shown.close()
    assert capsys.readouterr().out.splitlines()[1:] == ["[2] a: done in 1.0 s", "2 of 2 ended: 2 done."]


def test_an_interrupted_start_says_how_far_it_came(capsys):
    """Of how many."""
    shown = Progress(total=60)
    shown.done("a", "done in 1.0 s")
    shown.close()
    assert "1 of 60 ended: 1 done." in capsys.readouterr().out


def test_a_bar_at_a_terminal(terminal):
    """Count, bar, time, names; lines only for failures; it goes when all is done."""
    errors = terminal()
    shown = Progress(["a", "b", "b", "c"])
    shown.show(["a", "b", "b"])
    assert "0/4 |" in errors.getvalue()
    assert ", a, b ×2" in errors.getvalue()
    shown.done("a", "done in 1.0 s")
    shown.done("c", "failed")
    shown.show(["b", "b"])
    assert "2/4 |##########" in errors.getvalue()
    shown.close()
    assert sys.stdout.getvalue().splitlines() == ["[2/4] c: failed", "2 of 4 ended: 1 done, 1 failed."]
    assert errors.getvalue().endswith("\r")


def test_lines_go_into_a_file_while_the_bar_is_watched(terminal, monkeypatch):
    """``recount report > log`` at a terminal."""
    terminal()
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    shown = Progress(["a"])
    shown.done("a", "done in 1.0 s")
    shown.close()
    assert sys.stdout.getvalue() == "[1/1] a: done in 1.0 s\n"


def test_the_reader_can_switch_the_bar_off(terminal, monkeypatch):
    """Then there are lines."""
    errors = terminal()
    monkeypatch.setattr(tqdm, "tqdm", partial(tqdm.tqdm, disable=True))
    shown = Progress(["a"])
    shown.done("a", "done in 1.0 s")
    shown.close()
    assert errors.getvalue() == ""
    assert sys.stdout.getvalue() == "[1/1] a: done in 1.0 s\n"


@pytest.fixture
def clock(terminal, monkeypatch):
    """The bar's clock, which stands still until it is told to move."""
    now = [0.0]
    monkeypatch.setattr(tqdm.std, "time", lambda: now[0])
    return now


def left(shown):
    """The time left that the bar shows, in seconds."""
    facts = shown._bar.format_dict
    minutes, seconds = tqdm.tqdm.format_meter(**facts).split("<")[1].split(",")[0].split(":")
    return 60 * int(minutes) + int(seconds)


def test_time_left_is_weighted_by_what_each_took_last_time(terminal, clock):
    """One of ten seconds is done after ten: one of one second is left, not another ten."""
    terminal()
    shown = Progress(["long", "short"], expected={"long": 10.0, "short": 1.0})
    clock[0] = 10.0
    shown.done("long", "done in 10.0 s")
    assert left(shown) == 1
    shown.close()


def test_what_the_cache_held_says_nothing_about_the_time_left(terminal, clock):
    """Nine are there at once; the tenth takes as long as one, not a ninth of nothing."""
    terminal()
    shown = Progress([str(n) for n in range(11)])
    for n in range(9):
        shown.done(str(n), "unchanged")
    clock[0] = 5.0
    shown.done("9", "done in 5.0 s")
    assert left(shown) == 5
    shown.close()


def test_a_name_without_an_earlier_time_counts_as_the_mean(terminal):
    """So neither nothing nor the whole."""
    terminal()
    shown = Progress(["a", "b", "new"], expected={"a": 1.0, "b": 3.0})
    assert shown.weight("new") == 2.0
    assert shown._bar.total == 6.0
    shown.close()


def test_no_thread_watches_the_bar(terminal):
    """Processes are forked while it is shown."""
    import threading

    terminal()
    before = threading.active_count()
    shown = Progress(["a"])
    shown.show(["a"])
    assert threading.active_count() == before
    shown.close()
