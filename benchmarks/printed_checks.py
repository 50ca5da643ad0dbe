"""Time of the checks of all printed tables after import, and of ``import analysis``, beside ``import pandas``.

Each run is a fresh interpreter, and each ratio pairs two times of one run (or of two runs, one right after the other),
so that a slow machine slows both. Printed are medians of several runs. Target: 0.2 s for all checks, reading of the
tables included, and an import that costs no more than that of pandas.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7
TARGET = 0.2
#: The printed tables; all other printed values stand in running text.
TABLES = (
    "great_purges",
    "expulsion_reasons",
    "smolensk_accusations",
    "expulsions_by_year",
    "german_votes",
    "german_seats",
)

CHECKS = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
start = time.perf_counter()
import pandas
pandas_import = time.perf_counter() - start
from analysis.data import quantities, tables; from analysis.ledger import claims
from analysis.ledger.relations import Facts, run

def check_all():
    start = time.perf_counter()
    frame = quantities.read_all_printed()
    names = tables.load_pamphlet("trial_names")
    lists = {{f"list:{{t}}/{{w}}": g["name"].tolist() for (t, w), g in names.groupby(["trial", "list"])}}
    facts = Facts({{r.id: r for r in frame.itertuples()}}, quantities.numbers(frame), lists)
    listed = claims.load_claims({{*facts.rows, *lists}})
    reading = time.perf_counter() - start
    of_tables = set(frame.loc[frame["table"].isin({TABLES!r}), "id"])
    start, done, apart = time.perf_counter(), 0, 0.0
    for claim in listed.itertuples():
        before = time.perf_counter()
        done += len([run(claim, relation, facts) for relation in claims.relations(claim)])
        apart += (time.perf_counter() - before) * (claim.claim in of_tables)
    return {{"reading": reading, "checks": time.perf_counter() - start, "of_tables": apart, "number": done}}

import json
print(json.dumps({{"pandas": pandas_import, **check_all()}}))
"""


def run(code):
    """Run code in a fresh interpreter and return what it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


def import_time(module):
    """Return the seconds that an import takes in a fresh interpreter."""
    return float(
        run(
            f"import sys, time; sys.path.insert(0, {str(ROOT)!r}); t = time.perf_counter(); import {module}; "
            "print(time.perf_counter() - t)"
        )
    )


def main():
    """Run and print."""
    found = [json.loads(run(CHECKS)) for _run in range(RUNS)]
    middle = {key: statistics.median(f[key] for f in found) for key in found[0]}
    whole = statistics.median(f["reading"] + f["checks"] for f in found)
    ratio = statistics.median((f["reading"] + f["checks"]) / f["pandas"] for f in found)
    print(
        f"{middle['number']:.0f} checks of all claims: {middle['checks']:.3f} s; "
        f"those of the tables: {middle['of_tables']:.3f} s"
    )
    print(f"reading all printed values and claims: {middle['reading']:.3f} s")
    print(f"together {whole:.3f} s (target {TARGET} s): {ratio:.2f} of an import of pandas ({middle['pandas']:.3f} s)")
    for module in ("analysis", "analysis.numbers.arithmetic", "analysis.data.quantities"):
        pairs = [(import_time(module), import_time("pandas")) for _run in range(RUNS)]
        print(f"import {module}: {statistics.median(a / b for a, b in pairs):.3f} of an import of pandas")


if __name__ == "__main__":
    main()
