"""pyproject.toml, the locks, environment.yml and the imports agree with one another."""

import ast
import json
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import analysis
from recount.app.installer import LOCK
from recount.app.interpreter import declared_requirements, lock_parts, locked_versions
from recount.app.lock import CONDA_NAMES, CONDA_PYTHON, PARTS

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Declared, though nothing imports it.
NEVER_IMPORTED = {
    "ipykernel": "the kernel that papermill and nbval start, found by its kernel specification",
    "nbval": "a plugin of pytest",
    "pytest-cov": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a program",
}
IMPORT_NAMES = {
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "ipython": "IPython", "markdown-it-py": "markdown_it", "pillow": "PIL", "python-pptx": "pptx", "pyyaml": "yaml",
}  # fmt: skip
# Written so that the pattern does not match itself.
REGISTRY_HOSTS = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org|conda\.anaconda\.org|index-ur[l]", re.IGNORECASE
)


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda(root):
    """Content of environment.yml: (python, pins of conda, pins of pip), names as on PyPI."""
    lines = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    of_pip = next(line["pip"] for line in lines if isinstance(line, dict))
    of_conda = [line for line in lines if isinstance(line, str)]
    aliases = {conda: pypi for pypi, conda in CONDA_NAMES.items()}
    pins = dict(line.split("==") for line in of_conda if "==" in line)
    others = [line for line in of_conda if "==" not in line]
    pip_pins = dict(line.split("==") for line in of_pip if "==" in line)
    return others, {aliases.get(name, name): pin for name, pin in pins.items()} | pip_pins, of_pip


@pytest.fixture(scope="module")
def lock(root):
    return (root / LOCK).read_text(encoding="utf-8")


def pins(lock, python):
    return locked_versions(lock, {"python_full_version": f"{python}.0", "python_version": python})


def all_requirements(project):
    """Every requirement declared anywhere in pyproject.toml, by normalised name."""
    lines = [*project["project"]["dependencies"]]
    for group in (*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()):
        lines += group
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("python", PYTHONS)
def test_every_requirement_is_locked_within_its_range(lock, project, python):
    locked = pins(lock, python)
    for requirement in all_requirements(project):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is in pyproject.toml but not in the lock; run: python -m recount lock"
        assert requirement.specifier.contains(version), f"{requirement} against {version} in the lock"


def test_every_locked_package_has_hashes(lock):
    lines = [line for line in lock.replace("\\\n", " ").splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line[:100]


def test_there_is_one_lock(root):
    assert [path.name for path in root.glob("*.lock") if not path.name.startswith(".")] == [LOCK]


def test_every_locked_package_belongs_to_one_part(lock):
    parts = lock_parts(lock)
    assert list(parts) == list(PARTS)
    names = [name for found in parts.values() for name in found]
    assert len(names) == len(set(names))
    assert set(names) == {line.partition("==")[0] for line in lock.splitlines() if line[:1].isalnum()}
    assert ("jupyterlab" in parts["lab"], "sphinx" in parts["extras"], "pandas" in parts["run and test"]) == (True,) * 3


def test_supported_pythons_are_the_tested_ones(project):
    supported = SpecifierSet(project["project"]["requires-python"])
    assert [v for v in map("3.{}".format, range(8, 20)) if supported.contains(f"{v}.0")] == list(PYTHONS)


def test_environment_yml_names_the_locked_versions(lock, conda):
    others, pinned, of_pip = conda
    locked = pins(lock, CONDA_PYTHON)
    assert pinned == {name: locked[name] for name in declared_requirements(groups=("test", "lab"))}
    assert others == [f"python={CONDA_PYTHON}", "pip"]
    assert [line for line in of_pip if "==" not in line] == ["--editable ."]


def test_one_version_number(root, project):
    version = project["project"]["version"]
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    changes = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert (analysis.__version__, citation["version"], changes[0]) == (version,) * 3


def project_files(root):
    """Every file that git knows or would take; without git, or outside a checkout, every file that is not hidden."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(words, cwd=root, capture_output=True, check=True, encoding="utf-8").stdout.split("\0")
        paths = [root / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        built = {"build", "dist", "out", "__pycache__"}
        parts = {path: path.relative_to(root).parts for path in root.rglob("*")}
        paths = [path for path, names in parts.items() if not any(n.startswith(".") or n in built for n in names)]
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_package_registry(root):
    paths = project_files(root)
    assert len(paths) > 10
    for path in paths:
        found = REGISTRY_HOSTS.search(path.read_bytes().decode("utf-8", "replace"))
        assert not found, f"{path.relative_to(root)} has {found.group()!r}"


def code_in(path):
    """Python source of a module, or of all code cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def imports_in(root, *folders):
    """Top-level modules imported anywhere in these folders that are neither Python's nor ours."""
    names = set()
    for folder in folders:
        for path in (*(root / folder).rglob("*.py"), *(root / folder).rglob("*.ipynb")):
            for node in ast.walk(ast.parse(code_in(path), path.name)):
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names.add(node.module)
    ours = {"analysis", "recount", "tests", "benchmarks"}
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - ours


def modules(requirements):
    return {IMPORT_NAMES.get(name := canonicalize_name(found.name), name) for found in requirements}


def test_every_requirement_is_used(root, project):
    run = imports_in(root, "analysis", "recount", "notebooks")
    tested = run | imports_in(root, "tests", "benchmarks")
    allowed = modules(map(Requirement, NEVER_IMPORTED))
    declared = modules(map(Requirement, project["project"]["dependencies"]))
    assert declared - run <= allowed, "a run-time requirement that nothing imports: remove it from pyproject.toml"
    test_group = modules(map(Requirement, project["dependency-groups"]["test"]))
    assert test_group - tested <= allowed, "a test requirement that nothing imports: remove it from pyproject.toml"


def test_every_import_is_declared(root, project):
    run = modules(map(Requirement, project["project"]["dependencies"]))
    every = modules(all_requirements(project))
    assert imports_in(root, "analysis", "notebooks") <= run
    # The command runs the tests and, one day, builds the site: it may import what it says it needs.
    assert imports_in(root, "recount", "tests", "benchmarks") <= every
