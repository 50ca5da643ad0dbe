"""For maintainers: the lock and environment.yml, written anew from pyproject.toml.

One lock holds every package of every part, from one resolution that is universal for the supported Pythons and
systems. It is pip's requirements format with hashes, and set-up gives it to ``uv`` as constraints, so that a part
can be installed alone. Not ``uv.lock``: that names the addresses of a package index, which are the machine's own
affair and stand nowhere in this project.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from packaging.utils import canonicalize_name

from recount.app.installer import LOCK, ROOT, SetupError, find_uv, say
from recount.app.interpreter import declared_requirements, locked_versions

EVERYTHING = ["--all-groups", "--all-extras"]
#: Parts of the lock, in the words of `uv export`.
PARTS = {
    "run and test": ["--group", "test"],
    "extras": ["--group", "full", "--all-extras"],
    "lab": ["--group", "lab"],
    "set-up": ["--only-group", "installer"],
}
HEADER = "# Written by `python -m recount lock` from pyproject.toml; not to be edited.\n"
CONDA_PYTHON = "3.11"
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
# conda-forge's newest frictionless known to us is 5.19.0, older than the lock's.
ONLY_PIP = {"frictionless"}
CONDA = """\
{header}# For conda and Binder: conda env create -f environment.yml
name: recount
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python={python}
  - pip
{conda}  - pip:
{pip}      - --editable .
# The commands then use this environment instead of making their own.
variables:
  RECOUNT_ENV: current
"""


def write_all(upgrade=None):
    """Resolve pyproject.toml and write the lock and environment.yml.

    Parameters
    ----------
    upgrade : list of str, optional
        Packages that may move to newer versions, all of them when the list is empty. None keeps every pinned
        version that pyproject.toml still allows.

    Raises
    ------
    SetupError
        When ``uv`` is missing or finds no set of versions; nothing is written then.
    """
    kept = [] if upgrade == [] else kept_pins({canonicalize_name(name) for name in upgrade or ()})
    text = resolve(kept)
    texts = {LOCK: text, "environment.yml": conda_environment(text)}
    for name, content in texts.items():
        temporary = ROOT / f"{name}.new"
        temporary.write_text(content, encoding="utf-8", newline="\n")
        os.replace(temporary, ROOT / name)
    say("written: " + ", ".join(texts))


def kept_pins(released):
    """Pins of the present lock, as requirements with their markers, without the packages in `released`."""
    text = (ROOT / LOCK).read_text(encoding="utf-8") if (ROOT / LOCK).exists() else ""
    lines = {line.rstrip("\\ ") for line in text.splitlines() if line[:1].isalnum()}
    return sorted(line for line in lines if canonicalize_name(line.partition("==")[0]) not in released)


def resolve(kept):
    """Text of the lock, from one run of ``uv lock`` on a copy of pyproject.toml held to the pins `kept`."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "pyproject.toml")
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        constraints = "".join(f"    {_toml_string(line)},\n" for line in kept)
        table = f"[tool.uv]\nconstraint-dependencies = [\n{constraints}]\n"
        project.write_text(text.replace("[tool.uv]\n", table), encoding="utf-8")
        call_uv(["lock", "--quiet"], folder)
        parts = {part: _names(call_uv(_export_words(words), folder)) for part, words in PARTS.items()}
        return HEADER + _part_lines(parts) + call_uv(_export_words(EVERYTHING), folder)


def _names(text):
    return sorted({canonicalize_name(line.partition("==")[0]) for line in text.splitlines() if line[:1].isalnum()})


def _part_lines(parts):
    """One comment for each part: the packages that no part before it needs."""
    seen, lines = set(), []
    for part, names in parts.items():
        lines.append(f"# {part}: {' '.join(name for name in names if name not in seen)}\n")
        seen.update(names)
    return "".join(lines)


def _toml_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _export_words(groups):
    return ["export", "--frozen", "--quiet", "--no-emit-project", "--no-header", "--no-annotate", *groups]


def call_uv(words, folder):
    """Output of one call of ``uv`` in `folder`."""
    uv = find_uv()
    if uv is None:
        raise SetupError("expected uv on PATH or in .recount, found none; for instance: pip install uv")
    answer = subprocess.run([uv, *words], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    if answer.returncode:
        raise SetupError(
            f"uv {words[0]} ended with status {answer.returncode}, nothing was written:\n{answer.stderr}"
            "Where a kept version is in the way, name its package: python -m recount lock --upgrade PACKAGE"
        )
    return answer.stdout


def conda_environment(text):
    """Text of environment.yml: the direct requirements of run, test and lab at the locked versions."""
    on_conda = {"python_full_version": f"{CONDA_PYTHON}.0", "python_version": CONDA_PYTHON}
    pins = locked_versions(text, on_conda)
    names = sorted(declared_requirements(groups=("test", "lab")))
    conda = [f"  - {CONDA_NAMES.get(name, name)}=={pins[name]}\n" for name in names if name not in ONLY_PIP]
    only_pip = [f"      - {name}=={pins[name]}\n" for name in names if name in ONLY_PIP]
    return CONDA.format(header=HEADER, python=CONDA_PYTHON, conda="".join(conda), pip="".join(only_pip))
