"""Whether the running interpreter can do the work: its packages against pyproject.toml and the lock.

For conda, Binder and anybody who installs by hand (``RECOUNT_ENV=current``); and, as a program, the last look at
an environment before set-up puts it in place.
"""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distributions, version

from recount.app.installer import LOCK, ROOT, SetupError, say

REMEDY = "install from environment.yml or requirements.lock, or unset RECOUNT_ENV to have an environment made"


def check():
    """Refuse an interpreter that lacks a package, or has one outside the range of pyproject.toml.

    A version that the range allows but the lock does not name is used, with a line to say so: results then
    agree to the stated tolerance, but not byte for byte.

    Raises
    ------
    SetupError
        Naming each package with the range expected and the version found.
    """
    try:
        wanted = declared_requirements()
    except ImportError:
        raise SetupError(f"expected the package 'packaging', found none; {REMEDY}") from None
    found = {name: _installed_version(name) for name in ["recount", *wanted]}
    wrong = [
        f"{name} (expected {requirement.specifier}, found {found[name] or 'none'})"
        for name, requirement in wanted.items()
        if not (found[name] and requirement.specifier.contains(found[name], prereleases=True))
    ]
    if not found["recount"]:
        wrong.append("recount itself (run: pip install --no-deps -e .)")
    if wrong:
        raise SetupError("this interpreter cannot run the suite: " + "; ".join(wrong) + f"; {REMEDY}")
    pinned = locked_versions((ROOT / LOCK).read_text(encoding="utf-8"))
    other = [
        f"{name} {found[name]} ({pinned.get(name, 'not in the lock')})"
        for name in wanted
        if found[name] != pinned.get(name)
    ]
    if other:
        say("not at the locked versions, so bytes may differ: " + ", ".join(other))


def deviations():
    """Packages of this interpreter at another version than the lock's, in no lock, or declared and missing.

    Returns
    -------
    list of str
        ``name version (locked version)``, sorted; the project itself is not looked at.
    """
    from packaging.utils import canonicalize_name

    pinned = locked_versions((ROOT / LOCK).read_text(encoding="utf-8"))
    found = {canonicalize_name(each.metadata["Name"] or ""): each.version for each in distributions()}
    found.pop("recount", None)
    wrong = [f"{name} {at} ({pinned.get(name, 'none')})" for name, at in found.items() if pinned.get(name) != at]
    wrong += [f"{name} none ({pinned.get(name, 'none')})" for name in declared_requirements(()) if name not in found]
    return sorted(wrong)


def declared_requirements(groups=("test",)):
    """Direct requirements in pyproject.toml: run time, and the dependency groups named.

    Returns
    -------
    dict of str to packaging.requirements.Requirement
        By normalised distribution name.
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += project["dependency-groups"][group]
    return {canonicalize_name(found.name): found for found in map(Requirement, lines)}


def locked_versions(text, environment=None):
    """Versions that a lock pins for one environment.

    Parameters
    ----------
    text : str
        Content of a lock file, in pip's requirements format.
    environment : dict of str to str, optional
        Marker values that differ from the running interpreter's, as ``{"python_full_version": "3.11.0"}``.

    Returns
    -------
    dict of str to str
        Version by normalised distribution name; packages whose marker does not hold are left out.
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    pins = {}
    for line in text.splitlines():
        if not line[:1].isalnum():
            continue
        requirement = Requirement(line.rstrip("\\ "))
        if requirement.marker is None or requirement.marker.evaluate(environment):
            pins[canonicalize_name(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return pins


def _installed_version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def lock_parts(text):
    """What each part of the lock is for, from the comments with which it begins.

    Returns
    -------
    dict of str to set of str
        Names of the packages by part: ``run and test``, ``extras``, ``lab``, ``set-up``. A package stands under
        the first that needs it.
    """
    lines = (line.removeprefix("# ").partition(": ") for line in text.splitlines() if line.startswith("# "))
    return {part: set(names.split()) for part, colon, names in lines if colon}


if __name__ == "__main__":
    wrong = deviations()
    if not _installed_version("recount"):
        wrong.append("recount itself is missing")
    sys.exit("; ".join(wrong) or 0)
