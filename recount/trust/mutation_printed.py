"""Mutants of the transcription, and the printed figures that rest on estimates: what notices a wrong digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.data import audit, quantities, reference, tables
from analysis.data.files import read_csv
from analysis.data.study import study
from analysis.ledger import claims, evidence, fidelity, relations
from analysis.ledger.judge import load_facts
from analysis.numbers import printed_dates
from analysis.numbers.printed import PrintedError
from analysis.text import verdicts
from recount.app.setup import ROOT
from recount.publish.auditing import load_index
from recount.trust.mutation_cells import MUTATIONS, NUMERAL, Cell, Outcome, change_printed

KEYING = ROOT / "tests" / "keying"
#: Verdicts of a check that holds.
_HELD = frozenset({verdicts.EXACT, verdicts.WITHIN, verdicts.TRUNCATED})
#: Evidence that a wrong digit can worsen, best first; what lies outside already can tell nothing.
_KEPT = (verdicts.AGREES, verdicts.INSIDE)


class PrintedLinks:
    """The printed figures that rest on estimates: fidelity to the cited reports, and evidence."""

    def __init__(self) -> None:
        """Run the ledger's comparisons once and note which estimates each of them read."""
        self.facts = load_facts()
        self.factors = reference.load_units()["factor"].to_dict()
        self.claims = {c.claim: c for c in claims.load_claims({*self.facts.rows, *self.facts.lists}).itertuples()}
        self.evidence: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for name, claim in self.claims.items():
            compared = evidence.against_evidence(claim, self.facts)
            if compared.verdict in _KEPT:
                table = evidence.wanted(claim).table
                for key in {k for ids in compared.estimates for k in ids.split("+")}:
                    self.evidence.setdefault((table, key), []).append((name, compared.verdict))
        self.fidelity: dict[str, list[str]] = {}
        for name, row in self.facts.fidelity.items():
            if row.verdict == verdicts.AS_SOURCE and row.report_id:
                for key in row.report_id.split(";"):
                    self.fidelity.setdefault(key, []).append(name)
        links = tables.load_pamphlet(study()["reports"]["links"]).to_dict("records")
        self.source_links = {link["id"]: link for link in links}
        self.reports: dict[str, list[dict]] = {}
        self.by_id: dict[str, dict] = {}
        for report in quantities.read_estimates(study()["reports"]["table"]).to_dict("records"):
            self.reports.setdefault(report["indicator"], []).append(report)
            self.by_id[report["id"]] = report

    def count(self, cell: Cell) -> int:
        """Return how many printed figures are set beside an estimate."""
        return len(self.evidence.get((cell.table, cell.id), ())) + len(self.fidelity.get(cell.id, ()))

    def notice(self, cell: Cell, cells: dict[str, str]) -> bool:
        """Return whether a printed figure no longer agrees with the estimate after the change."""
        return self._fidelity_notices(cell, cells) or self._evidence_notices(cell, cells)

    def _fidelity_notices(self, cell: Cell, cells: dict[str, str]) -> bool:
        names = self.fidelity.get(cell.id, ())
        if not names:
            return False
        report = self.by_id[cell.id]
        before = report[cell.column]
        report[cell.column] = float(cells[cell.column]) * self.factors[report["unit"]]
        try:
            return any(self.judge_fidelity(self.facts.rows[n]) != verdicts.AS_SOURCE for n in names)
        finally:
            report[cell.column] = before

    def judge_fidelity(self, row) -> str:
        """Return the fidelity of one printed row to the reports as they stand in memory."""
        link = self.source_links.get(row.id)
        if link is None or not row.readable:
            return verdicts.SOURCE_NOT_SEEN
        return fidelity.judge(row, link, fidelity.candidates(link, self.reports))[1]

    def _evidence_notices(self, cell: Cell, cells: dict[str, str]) -> bool:
        found = self.evidence.get((cell.table, cell.id), ())
        if not found:
            return False
        shelf = self.facts.shelf(cell.table)
        place, column = shelf.columns["id"].index(cell.id), shelf.columns[cell.column]
        before = column[place]
        column[place] = float(cells[cell.column]) * self.factors[shelf.columns["unit"][place]]
        try:
            return any(self._worse(name, verdict) for name, verdict in found)
        finally:
            column[place] = before

    def _worse(self, name: str, verdict: str) -> bool:
        return is_worse(evidence.against_evidence(self.claims[name], self.facts).verdict, verdict)


class PrintedJudge:
    """Judges mutants of the transcription: second keying, index of the text, the ledger's relations, the loaders."""

    def __init__(self, links: PrintedLinks) -> None:
        """Read the second keyings, the index and the ledger's relations once."""
        self.frame = tables.load_all("pamphlet")
        self.rows = {row.id: row for row in self.frame.itertuples()}
        self.links, self.facts = links, links.facts
        self.second, self.listed = _second_keying()
        self.index = {entry.position: entry for entry in load_index().itertuples()}
        self.corrected = set(tables.load_corrections()["id"])
        self.held: dict[str, list[tuple[object, claims.Relation]]] = {}
        for claim in self.links.claims.values():
            for relation in claims.relations(claim):
                if relations.run(claim, relation, self.facts).verdict in _HELD:
                    for name in {claim.claim, *relation.ids}:
                        self.held.setdefault(name, []).append((claim, relation))
        self.compared = {
            name: evidence.against_evidence(claim, self.facts).verdict for name, claim in self.links.claims.items()
        }

    def cells(self) -> Iterator[Cell]:
        """Return every printed string with a digit."""
        for row in self.rows.values():
            if NUMERAL.search(row.printed):
                yield Cell("pamphlet", row.table, row.id, "printed")

    def judge(self, cell: Cell) -> Iterator[Outcome]:
        """Return the outcome of every mutant of a printed string."""
        reach = self._reach(cell.id)
        for mutation in MUTATIONS:
            changed = self._changed(cell.id, mutation)
            if changed is None:
                continue
            facts, refused = self._facts(changed)
            caught = {"format"} if refused or set(changed) & self.corrected else set()
            caught |= {"keying"} if any(self._keyed_otherwise(n, t) for n, t in changed.items()) else set()
            caught |= {"text"} if any(self._not_in_text(n, t) for n, t in changed.items()) else set()
            caught |= {"relations"} if any(self._contradicted(n, facts) for n in changed) else set()
            yield Outcome(cell, mutation, changed[cell.id], reach, frozenset(caught))

    def _reach(self, name: str) -> int:
        compared = self.compared.get(name) in _KEPT
        faithful = self._is_faithful(name)
        return len(self.held.get(name, ())) + compared + faithful + self._is_date(name)

    def _changed(self, name: str, mutation: str) -> dict[str, str] | None:
        text = self.rows[name].printed
        if mutation != "neighbour":
            new = change_printed(text, mutation)
            return {name: new} if new is not None and new != text else None
        table = self.frame.loc[self.frame["table"] == self.rows[name].table, ["id", "printed"]]
        after = table.iloc[table["id"].tolist().index(name) + 1 :].itertuples(index=False)
        other = next((o for o in after if NUMERAL.search(o.printed)), None)
        return None if other is None or other.printed == text else {name: other.printed, other.id: text}

    def _facts(self, changed: dict[str, str]) -> tuple[relations.Facts, bool]:
        frame = self.frame[self.frame["id"].isin(changed)]
        frame = frame.assign(printed=frame["id"].map(changed))
        try:
            read = quantities.to_quantities(frame.assign(action="", scale=1.0))
        except (PrintedError, ValueError):
            return self.facts, True
        numbers = {k: v for k, v in self.facts.numbers.items() if k not in changed} | quantities.numbers(read)
        rows = dict(self.facts.rows) | {row.id: row for row in read.itertuples()}
        unreadable = any(n in self.facts.numbers and n not in numbers for n in changed)
        return replace(self.facts, rows=rows, numbers=numbers), unreadable

    def _keyed_otherwise(self, name: str, text: str) -> bool:
        second = self.second.get(name)
        return second is not None and text != second and (name, text, second) not in self.listed

    def _not_in_text(self, name: str, text: str) -> bool:
        row = self.rows[name]
        for match in audit.tokens(text):
            entry = self.index.get(row.position + match.start())
            if entry is None or entry.numeral != match.group() or entry.section != row.section:
                return True
        return False

    def _contradicted(self, name: str, facts: relations.Facts) -> bool:
        for claim, relation in self.held.get(name, ()):
            if relations.run(claim, relation, facts).verdict == verdicts.CONTRADICTION:
                return True
        row, now = self.rows[name], facts.rows[name]
        faithful = self._is_faithful(name)
        if faithful and self.links.judge_fidelity(now) != verdicts.AS_SOURCE:
            return True
        if self._is_date(name) and not printed_dates.agrees(now.printed, row.start, row.end):
            return True
        before = self.compared.get(name)
        if before not in _KEPT:
            return False
        return is_worse(evidence.against_evidence(self.links.claims[name], facts).verdict, before)

    def _is_faithful(self, name: str) -> bool:
        """Return whether a figure is that of a report held whole; single passages are not judged again."""
        seen = self.facts.fidelity.get(name)
        return seen is not None and bool(seen.report_id) and seen.verdict == verdicts.AS_SOURCE

    def _is_date(self, name: str) -> bool:
        return self.rows[name].measure == "date" and self.rows[name].start != ""


def is_worse(now: str, before: str) -> bool:
    """Return whether a verdict on the evidence is worse than one out of agreement and inside the range."""
    return now not in _KEPT or _KEPT.index(now) > _KEPT.index(before)


def _second_keying() -> tuple[dict[str, str], set[tuple[str, str, str]]]:
    second: dict[str, str] = {}
    listed: set[tuple[str, str, str]] = set()
    for end in ("", "_others"):
        keyed, differing = (KEYING / f"{name}{end}.csv" for name in ("second_keying", "differences"))
        second |= {row["id"]: row["printed"] for row in read_csv(keyed)}
        listed |= {(row["id"], row["first"], row["second"]) for row in read_csv(differing)}
    return second, listed
