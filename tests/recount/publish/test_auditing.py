"""The audit as a command: a small text of our own with known faults, and the committed transcription."""

import hashlib
import shutil

import pandas as pd
import pytest

from analysis.data import audit, tables
from analysis.data.csv_files import PRINTED_COLUMNS
from recount.publish import auditing

TEXT = "The farm\n\nThere were 226 hens and two ducks in 1934 [1].\n\nThe names\n\nAnna, Bruno and one more.\n"


@pytest.fixture
def house(tmp_path, data, monkeypatch):
    """A data folder for the small text, and the text itself."""
    for name in ("columns.csv", "units.csv", "lineages.csv", "sources.bib"):
        shutil.copy(data / name, tmp_path / name)
    described = '[work]\nkey = "t"\nauthor = "a"\ntitle = "t"\n[parts]\n[lists]\ntrial_names = ["trial", "list"]\n'
    (tmp_path / "text.toml").write_text(described, encoding="utf-8")
    folder = tmp_path / "pamphlet"
    folder.mkdir()
    heads = [("s1", "The farm"), ("s2", "The names")]
    sections = [
        f"{name},x,body,{TEXT.index(head)},{hashlib.sha256(head.encode()).hexdigest()[:16]}" for name, head in heads
    ]
    save(folder / "sections.csv", "section,subject,part,position,heading_sha256", *sections)
    save_rows(folder, ("hens", "226", "s1"), ("ducks", "two", "s1"))
    save(folder / "set_aside.csv", "position,numeral,reason")
    names = [f"name-{n},t,accused,{n},{name},s2,{TEXT.index(name)}," for n, name in enumerate(["Anna", "Bruno"], 1)]
    save(folder / "trial_names.csv", "id,trial,list,order,name,section,position,footnote", *names)
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))
    auditing.write_index(tmp_path / "text.txt")
    return tmp_path


def save(path, *lines):
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def save_rows(folder, *rows):
    body = [f"{i},x,level,all,ussr_1938,,,{text},persons,{s},{TEXT.index(text)},,," for i, text, s in rows]
    save(folder / "toy.csv", ",".join(PRINTED_COLUMNS), *body)


def both(house):
    """Return the numbers of faults and of open numerals, by the text and by the index."""
    results = [auditing.audit_text(house / "text.txt"), auditing.audit_index()]
    return [(len(faults), int((accounted["by"] == "").sum())) for faults, accounted, _remarks in results]


def test_a_whole_transcription_passes(house, capsys):
    assert both(house) == [(0, 0), (0, 0)]
    assert auditing.run(str(house / "text.txt")) == 0
    assert auditing.run(None) == 0
    out = capsys.readouterr().out
    assert "4 transcribed strings, 0 out of place." in out
    assert "5 numerals in the text, 0 without a row." in out
    assert str(house) not in out


def test_a_missing_row_is_found_by_both(house, capsys):
    save_rows(house / "pamphlet", ("hens", "226", "s1"))
    assert both(house) == [(0, 1), (0, 1)]
    assert auditing.run(None) == 1
    assert f"{TEXT.index('two')}  two  s1" in capsys.readouterr().out


def test_a_wrong_digit_is_found_by_both(house):
    path = house / "pamphlet/toy.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("226", "227"), encoding="utf-8")
    assert both(house) == [(1, 0), (1, 0)]


def test_a_wrong_section_is_found_by_both(house):
    save_rows(house / "pamphlet", ("hens", "226", "s2"), ("ducks", "two", "s1"))
    assert both(house) == [(1, 0), (1, 0)]


def test_a_wrong_position_is_found_by_both(house):
    path = house / "pamphlet/toy.csv"
    place = str(TEXT.index("226"))
    path.write_text(path.read_text(encoding="utf-8").replace(place, str(int(place) + 1)), encoding="utf-8")
    assert both(house) == [(1, 1), (1, 1)]


def test_a_wrong_name_is_found_by_the_text_alone(house):
    path = house / "pamphlet/trial_names.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Anna", "Anne"), encoding="utf-8")
    assert both(house) == [(1, 0), (0, 0)]


def test_another_text_is_remarked_on(house):
    (house / "text.txt").write_text(TEXT + "\nMore.\n", encoding="utf-8")
    faults, accounted, remarks = auditing.audit_text(house / "text.txt")
    assert len(faults) == 0
    assert len(accounted) == 5
    assert "not the one" in remarks[0]


def test_a_new_numeral_in_the_text_is_found(house):
    (house / "text.txt").write_text(TEXT.replace("one more", "three more"), encoding="utf-8")
    _faults, accounted, _remarks = auditing.audit_text(house / "text.txt")
    assert accounted.loc[accounted["by"] == "", "numeral"].tolist() == ["three"]
    assert auditing.run(str(house / "text.txt")) == 1


def test_the_index_is_stored_as_it_is_made(house):
    stored = auditing.load_index()
    made = auditing.make_index(TEXT)
    assert stored["numeral"].tolist() == made["numeral"].tolist() == ["226", "two", "1934", "1", "one"]
    assert stored["position"].tolist() == made["position"].tolist()
    assert stored["rule"].tolist() == ["plain", "plain", "year", "note_mark", "loose_word"]
    assert set(stored["text_sha256"]) == {hashlib.sha256(TEXT.encode()).hexdigest()[:16]}
    before = (house / "pamphlet/numerals.csv").read_bytes()
    auditing.write_index(house / "text.txt")
    assert (house / "pamphlet/numerals.csv").read_bytes() == before
    assert b"\r" not in before
    assert auditing.run(str(house / "text.txt"), store_index=True) == 0


def test_a_failed_index_leaves_the_stored_one(house):
    before = (house / "pamphlet/numerals.csv").read_bytes()
    (house / "other.txt").write_text("Another text.", encoding="utf-8")
    with pytest.raises(audit.AuditError, match="headings"):
        auditing.write_index(house / "other.txt")
    assert (house / "pamphlet/numerals.csv").read_bytes() == before
    assert sorted(p.name for p in (house / "pamphlet").iterdir() if p.name.startswith(".")) == []


# --- the committed transcription -----------------------------------------------------------------------------------


def test_the_transcription_passes_against_the_index():
    faults, accounted, _remarks = auditing.audit_index()
    assert faults.empty, faults.head().to_string()
    left = accounted[accounted["by"] == ""]
    assert left.empty, left.head().to_string()


def test_every_entry_that_was_set_aside_is_needed():
    aside = tables.load_pamphlet("set_aside")
    assert aside["position"].is_unique
    assert (aside["reason"] != "").all()
    _faults, accounted, _remarks = auditing.audit_index()
    used = accounted[accounted["by"] == "set aside"]
    pairs = set(zip(aside["position"], aside["numeral"], strict=True))
    there = set(zip(accounted["position"], accounted["numeral"], strict=True))
    assert pairs <= there, "no such numeral at that position"
    assert set(zip(used["position"], used["numeral"], strict=True)) >= pairs, "a row accounts for it already"


def test_no_place_of_the_text_is_transcribed_twice_as_one_measure():
    rows = tables.load_all("pamphlet")
    same = rows[rows.duplicated(["position", "measure", "subject"], keep=False)]
    assert same.empty, same[["id", "printed", "position"]].to_string()


def test_rows_that_overlap_are_dates_inside_longer_ones_or_shared_on_purpose():
    rows = tables.load_all("pamphlet").sort_values(["position", "id"])
    ends = rows["position"] + rows["printed"].str.len()
    crossing = []
    spans = list(zip(rows["id"], rows["position"], ends, strict=True))
    for n, (one, start, end) in enumerate(spans):
        for other, begin, finish in spans[n + 1 :]:
            if begin >= end:
                break
            if not (start <= begin and finish <= end) and not (begin <= start and end <= finish):
                crossing.append((one, other))
    assert not crossing


def test_transcribed_strings_come_with_their_places():
    frame = auditing.transcribed()
    assert list(frame.columns) == ["id", "printed", "section", "position"]
    assert frame["id"].is_unique
    assert isinstance(frame, pd.DataFrame)
    assert (frame["printed"] != "").all()
