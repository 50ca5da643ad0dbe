"""The guide to a text of one's own: its example is followed word by word, and its numbers are those measured."""

import csv
import re

import pytest

from recount.app import cli

NAME = "harbour_1903"


@pytest.fixture(scope="module")
def guide(root):
    return (root / "docs/own_text.md").read_text(encoding="utf-8")


@pytest.fixture
def say(tmp_path, monkeypatch, capsys):
    """Runs a command line in a folder of its own, and returns what it prints."""
    monkeypatch.setenv("RECOUNT_TEXTS", str(tmp_path / "texts"))
    # Set, so that it is set back after the test: commands change it.
    monkeypatch.setenv("RECOUNT_TEXT", "")
    monkeypatch.chdir(tmp_path)

    def run(words):
        command, options = cli.parse(words)
        if getattr(options, "text_name", None):
            cli.commands.choose_text(options.text_name)
        status = command.run(options)
        return status, capsys.readouterr().out

    return run


def words_of(line):
    return [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', line.partition("  #")[0])][1:]


def commands(guide):
    blocks = re.findall(r"```bash\n(.*?)```", guide, re.DOTALL)
    return [words_of(line) for block in blocks for line in block.strip().split("\n")]


def accept_all(path):
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    for row in rows:
        row["accepted_by"] = "A. Reader"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_its_example_leads_to_the_verdicts_it_promises(guide, say, tmp_path):
    (tmp_path / "harbour.txt").write_text(re.search(r"```text\n(.*?)```", guide, re.DOTALL)[1], encoding="utf-8")
    new, draft, accept, ledger, audit, *_rest = commands(guide)
    assert say(new)[0] == 0
    assert "4 relations proposed" in say(draft)[1]
    accept_all(tmp_path / f"out/{NAME}/draft/relations.csv")
    assert say(accept)[0] == 0
    said = say(ledger)[1]
    for printed, verdict in (("25", "exact"), ("10", "exact"), ("23,825", "exact"), ("24,620", "cannot all hold")):
        assert re.search(rf"\s{printed}\s+{verdict}\s", said)
    status, said = say(audit)
    assert "0 out of place" in said
    assert status == 0
    asked = (["cite", "s002-010"], ["todo"], ["ledger", "--write"])
    for words in ([*command, "--text", NAME] for command in asked):
        assert say(words)[0] == 0
    assert "24,620" in (tmp_path / "texts" / NAME / "INCONSISTENCIES.md").read_text(encoding="utf-8")


def test_every_command_that_it_names_is_understood(guide):
    for words in commands(guide):
        cli.parse(words)
    assert len(commands(guide)) == 12


def test_its_measurements_are_those_of_the_table(root, guide):
    rows = list(csv.DictReader((root / "docs/draft.csv").read_text(encoding="utf-8").splitlines()))
    found = {(r["of"], r["what"]): r for r in rows}
    plain = " ".join(guide.split())
    for key, sentence in {
        ("printed strings with a numeral", "found"): "of {number} printed strings with a numeral",
        ("printed strings", "found"): "of all {number} it finds {count}",
        ("printed strings", "found and guessed to be quantities"): "{count} of them it also takes for quantities",
        (
            "proposed relations",
            "between figures of the tables",
        ): "it proposes {number} relations: {count} stand between",
        ("proposed relations", "in claims.csv, some check"): "{count} are among the relations",
        ("proposed relations", "in claims.csv, the same check"): "{count} of them with the same check",
        ("proposed same_as", "in claims.csv, some check"): "is so in {count} of {number}",
        ("relations in claims.csv", "proposed"): "of the {number} relations chosen by hand it proposes {count}",
    }.items():
        assert sentence.format(**found[key]) in plain
