"""A release holds what it says, with sums that fit, and is refused from a checkout that is not clean."""

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml

from recount.publish import citing, release

FILES = {
    "pyproject.toml": '[project]\nversion = "1.2.3"\n',
    "CITATION.cff": "version: 1.2.3\n",
    "analysis/__init__.py": '__version__ = "1.2.3"\n',
    "CHANGELOG.md": "# Changes\n\n## 1.2.3\n",
    ".ci/run": "#!/bin/sh\n",
}


@pytest.fixture
def tree(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / ".ci" / "run").chmod(0o755)
    return tmp_path


@pytest.fixture
def checkout(tree):
    """The same files, committed."""
    if not shutil.which("git"):
        pytest.skip("needs git: not found on PATH")
    own = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], [*own, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", "-C", tree, *words], check=True)
    return tree


def test_the_version_of_this_project_is_the_same_everywhere(root):
    assert re.fullmatch(r"\d+\.\d+\.\d+", release.check_version(root))


@pytest.mark.parametrize("name", ["pyproject.toml", "CITATION.cff", "analysis/__init__.py", "CHANGELOG.md"])
def test_a_version_that_differs_anywhere_is_named(tree, name):
    (tree / name).write_text(FILES[name].replace("1.2.3", "1.2.4"), encoding="utf-8")
    with pytest.raises(release.ReleaseError, match=re.escape(f"{name} says '1.2.4'")):
        release.check_version(tree)


def test_a_checkout_with_changes_is_refused_unless_allowed(checkout, capsys):
    release.check_checkout(checkout, "1.2.3", allow_dirty=False)
    assert "no tag v1.2.3" in capsys.readouterr().err
    (checkout / "new.txt").write_text("x", encoding="utf-8")
    with pytest.raises(release.ReleaseError, match=r"without changes, got 1: new\.txt"):
        release.check_checkout(checkout, "1.2.3", allow_dirty=False)
    release.check_checkout(checkout, "1.2.3", allow_dirty=True)


def test_the_tag_of_another_version_is_refused(checkout, capsys):
    subprocess.run(["git", "-C", checkout, "tag", "v1.2.2"], check=True)
    with pytest.raises(release.ReleaseError, match=r"tag v1\.2\.3 on this commit, got v1\.2\.2"):
        release.check_checkout(checkout, "1.2.3", allow_dirty=False)
    subprocess.run(["git", "-C", checkout, "tag", "v1.2.3"], check=True)
    release.check_checkout(checkout, "1.2.3", allow_dirty=False)
    assert capsys.readouterr().err == ""


def test_the_source_is_what_git_tracks_or_all_that_is_not_built(checkout):
    (checkout / "dist").mkdir()
    (checkout / "dist" / "old.zip").write_bytes(b"x")
    tracked = release.source_archive(checkout, "s")
    (checkout / ".git").rename(checkout / "dist" / "git")
    for name in (".venv", ".venv.new-0123456789abcdef", ".recount", ".cache", ".recount-77-x", ".hypothesis"):
        (checkout / name).mkdir()
        (checkout / name / "file").touch()
    (checkout / ".recount.lock").touch()
    assert release.source_archive(checkout, "s") == tracked
    entries = {e.filename: e.external_attr >> 16 for e in zipfile.ZipFile(io.BytesIO(tracked)).infolist()}
    assert set(entries) == {f"s/{name}" for name in FILES}
    assert entries["s/.ci/run"] == 0o100755
    assert entries["s/CHANGELOG.md"] == 0o100644


def test_the_sums_fit_the_files_and_a_second_build_gives_the_same(tmp_path):
    files = {"b.zip": lambda: b"2", "a.zip": lambda: b"1"}
    written = release.store(files, tmp_path / "out")
    sums = written[-1].read_text(encoding="utf-8")
    assert sums.splitlines() == [f"{hashlib.sha256(c).hexdigest()}  {n}" for n, c in (("a.zip", b"1"), ("b.zip", b"2"))]
    assert [path.name for path in written] == ["b.zip", "a.zip", "SHA256SUMS"]
    release.store(files, tmp_path / "out")
    assert written[-1].read_text(encoding="utf-8") == sums


def test_the_archive_of_a_folder_has_the_same_bytes_whatever_the_order_of_writing(tmp_path):
    for name, order in (("x", "ab"), ("y", "ba")):
        (tmp_path / name).mkdir()
        for letter in order:
            (tmp_path / name / letter).write_text(letter, encoding="utf-8")
    assert release.folder_archive(tmp_path / "x", "s") == release.folder_archive(tmp_path / "y", "s")


def test_the_read_me_of_the_deposit_lists_every_table_and_keeps_unlike_measures_apart(data):
    text = release.deposit_text("1.2.3")
    for path in data.rglob("*.csv"):
        assert f"`data/{path.relative_to(data).as_posix()}`" in text
    assert "Expulsion from the party is not arrest, conviction or death" in text


@pytest.mark.full
def test_the_deposit_is_a_data_package_of_its_own(tmp_path):
    from frictionless import Package

    content = release.data_archive("1.2.3")
    assert release.data_archive("1.2.3") == content
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    folder = tmp_path / "recount-1.2.3-data"
    assert {p.name for p in folder.iterdir()} == {
        "README.md",
        "CITATION.cff",
        "LICENSE-data.md",
        "data",
        "recount-data.xlsx",
    }
    package = Package(str(folder / "data" / "datapackage.json"))
    assert all((folder / "data" / item.path).is_file() for item in package.resources)


#: Citation File Format 1.2.0: what a file needs and may have, as far as this one goes.
NEEDED = {"cff-version", "message", "title", "authors"}
ALLOWED = NEEDED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url",
    "preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url",
    "version",
}  # fmt: skip
PERSON = {
    "family-names",
    "given-names",
    "name-particle",
    "name-suffix",
    "alias",
    "affiliation",
    "orcid",
    "email",
    "website",
}
ENTITY = {
    "name",
    "address",
    "city",
    "country",
    "date-start",
    "date-end",
    "email",
    "website",
    "orcid",
    "location",
    "post-code",
}


def test_the_citation_file_keeps_the_rules_of_its_format(root):
    own = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert set(own) >= NEEDED
    assert set(own) <= ALLOWED
    assert own["cff-version"] == "1.2.0"
    assert own["type"] in ("software", "dataset")
    assert all(isinstance(own[name], str) for name in ("title", "message", "abstract", "version", "license"))
    assert len(set(own["keywords"])) == len(own["keywords"])
    for person in [*own["authors"], *(a for reference in own["references"] for a in reference["authors"])]:
        assert set(person) <= PERSON or set(person) <= ENTITY
    for reference in own["references"]:
        assert set(reference) >= {"type", "authors", "title"}


def test_the_citation_file_names_the_pamphlet_as_the_bibliography_does(root):
    from analysis.data import sources

    [pamphlet] = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))["references"]
    assert pamphlet["type"] == "pamphlet"
    [author] = pamphlet["authors"]
    assert sources.footnote("sousa_2001") == (
        f"{author['given-names']} {author['family-names']}, *{pamphlet['title']}*, {pamphlet['year']}."
    )


def test_cite_without_a_name_cites_the_project(root):
    own = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    text = citing.cite()
    assert text.startswith(f"1. Recount developers, {own['title']}, version {own['version']}.")
    from pybtex.database import parse_string

    [entry] = parse_string(text.split("\n\n", 1)[1], "bibtex").entries.values()
    assert entry.fields["version"] == own["version"]
    assert str(entry.persons["author"][0]) == "{Recount developers}"


def test_the_site_is_among_the_parts_in_every_language():
    names = release.parts("1.2.3")
    assert {"recount-1.2.3-site.zip", "recount-1.2.3-site-de.zip"} <= set(names)


def test_the_archive_of_the_site_opens_at_its_front_page(monkeypatch):
    def build(out, language):
        page = Path(out) / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(language, encoding="utf-8")
        return page

    monkeypatch.setattr(release, "build", build)
    with zipfile.ZipFile(io.BytesIO(release.site_archive("de", "site-de"))) as archive:
        assert archive.namelist() == ["site-de/index.html"]
        assert archive.read("site-de/index.html") == b"de"
