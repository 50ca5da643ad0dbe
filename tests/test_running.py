"""The page on running: its commands are those that exist, its script is one that a shell can read."""

import re
import shlex
import subprocess

import pytest

from recount.app import cli

RECOUNT = re.compile(r"(?:^|\s|&& )(?:\.venv/bin/)?recount ((?:report|sweep|run)\b[^#&\n]*)")


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs/running.md").read_text(encoding="utf-8")


def blocks(page):
    """The shell's parts of the page."""
    return re.findall(r"^```bash\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_every_block_is_shell(page):
    found = blocks(page)
    assert len(found) == 7
    for block in found:
        checked = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, ""), block


def test_every_command_is_one_that_the_command_line_takes(root, page):
    commands = [c for block in blocks(page) for c in RECOUNT.findall(block)]
    assert len(commands) == 7
    for command in commands:
        _, options = cli.parse(shlex.split(command))
        for name in [*getattr(options, "names", []), getattr(options, "notebook", "")]:
            assert not name or (root / f"notebooks/{name}.ipynb").is_file(), command
        assert (root / getattr(options, "grid", ".")).exists(), command
