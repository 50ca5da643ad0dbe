"""Licences: every locked package is listed with what it states, and none asks for more than ours gives."""

import pytest

from recount.trust import licences


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("MIT", "permissive"),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", "permissive"),
        ("GPL-3.0-or-later", "copyleft"),
        ("GNU Affero General Public License v3", "copyleft"),
        ("GNU Lesser General Public License v3 (LGPLv3)", "copyleft by file or library"),
        ("MPL-2.0 AND MIT", "copyleft by file or library"),
        ("Public Domain OR BSD License OR GNU General Public License (GPL)", "permissive, by choice"),
        ("MIT AND GPL-2.0-only", "copyleft"),
        ("BSD-3-Clause AND GPL-3.0-or-later", "copyleft"),
        ("GNU General Public License v2", "copyleft"),
        ("Proprietary", "unknown"),
        ("", "unknown"),
    ],
)
def test_kinds(words, kind):
    assert licences.kind_of(words) == kind


def test_the_stored_table_names_every_locked_package():
    stored = {(row.package, row.version) for row in licences.read_table()}
    missing = set(licences.locked()) - stored
    assert not missing, f"run: python -m recount licences --write --also DIR; missing are {sorted(missing)}"


def test_no_licence_is_unknown_or_in_conflict_with_ours():
    wrong = [row for row in licences.read_table() if row.kind not in licences.COMPATIBLE]
    assert not wrong


def test_what_is_installed_states_what_is_stored():
    """For the packages of this environment; those of the laboratory are read where it is installed."""
    stored = {row.package: row for row in licences.read_table()}
    rows = [row for row in licences.collect() if row.used_for == "run and test"]
    assert len(rows) > 50
    for row in rows:
        assert row == stored[row.package]
