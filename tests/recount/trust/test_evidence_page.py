"""The table of trust says what the trials left behind, no more."""

import pandas as pd
import pytest

from recount.trust import evidence_page as trust


@pytest.fixture
def results(tmp_path, monkeypatch):
    """An empty project into which results can be put."""
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(trust, "ROOT", tmp_path)
    return tmp_path / "docs"


def test_the_stored_document_is_up_to_date(root):
    assert (root / "docs" / trust.DOCUMENT).read_text(encoding="utf-8") == trust.document()


TRIALS = [trust.data_mutants, trust.code_mutants, trust.faults, trust.environments, trust.licences]


@pytest.mark.parametrize("part", TRIALS)
def test_a_trial_without_a_result_is_said_to_be_open(results, part):
    [line] = part()
    assert (line.often, line.happened, line.still_open) == ("not yet", "no result is stored", "all of it")


def test_survivors_are_counted(results):
    rows = [("printed", 12, 2, 9, 1, 0.9), ("growth", 4, 0, 4, 0, 1.0)]
    columns = ["module", "mutants", "words", "noticed", "survived", "share"]
    pd.DataFrame(rows, columns=columns).to_csv(results / "mutation_code.csv", index=False)
    [line] = trust.code_mutants()
    assert line.often == "14 changes in 2 modules; 2 of words alone left aside"
    assert "92.9%" in line.happened
    assert "`printed` 9 of 10" in line.happened
    assert line.still_open.startswith("1 that no test noticed")


def test_a_fault_that_did_damage_is_said(results):
    text = "fault,tried,struck,damaged,not_recovered,left_behind,remark\nkill -9,20,11,2,0,3,\nno disk,4,4,0,0,0,\n"
    (results / "faults.csv").write_text(text, encoding="utf-8")
    bad, good = trust.faults()
    assert bad.happened == "struck a run 11 times; 2 damaged, 3 left something behind"
    assert good.happened == "struck a run 4 times; nothing damaged, the next run recovered"


def test_an_environment_that_was_not_run_is_said(results):
    text = "python,resolution,version,passed,failed,skipped,files_differing,remark\n3.14,lock,,,,,,no interpreter\n"
    (results / "environments.csv").write_text(text + "3.12,lock,3.12.1,900,2,0,5,\n", encoding="utf-8")
    absent, tried = trust.environments()
    assert (absent.happened, absent.still_open) == ("not run", "no interpreter")
    assert tried.happened.startswith("900 tests passed, 2 failed; 5 files of the report have other bytes")


def test_no_cell_breaks_the_table():
    lines = trust.document().splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    assert len(rows) > 8
    assert {row.count("|") for row in rows} == {6}
