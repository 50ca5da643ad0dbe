"""The ledger: seconds for all claims, and growth with made-up claims up to 100,000.

Prints the ratio of the time per claim at 100,000 to that at 1,000 (1 is linear) and the peak memory.
"""

import resource
import time
from fractions import Fraction

import pandas as pd

from analysis.ledger import claims
from analysis.ledger import judge as ledger
from analysis.ledger.relations import Facts
from analysis.numbers.printed import parse


def made_up(count):
    """Return claims, three a group: two parts and their total, tested by a sum."""
    fields = ["claim", "section", "printed", "statement", "kind", "checks", "rests_on", "compare", "cited_source"]
    rows, numbers = [], {}
    for i in range(count // 3):
        for name, value, checks, rests in (
            (f"a{i}", i + 1, "", ""), (f"b{i}", 2 * i + 1, "", ""), (f"t{i}", 3 * i + 2, "sum_of", f"a{i} b{i}"),
        ):  # fmt: skip
            rows.append((name, "s001", str(value), f"About {name}.", "count", checks, rests, "", ""))
            numbers[name] = parse(str(value), Fraction(1), True)
    return pd.DataFrame(rows, columns=fields), Facts({}, numbers)


def seconds(frame, facts):
    """Return the seconds of one evaluation."""
    start = time.perf_counter()
    ledger.evaluate(frame, facts)
    return time.perf_counter() - start


def main():
    """Print the figures."""
    facts, keyed = ledger.load_facts(), claims.load_claims()
    start = time.perf_counter()
    ledger.load_ledger()
    whole = time.perf_counter() - start
    print(f"{len(keyed)} claims: {whole:.3f} s with reading, {seconds(keyed, facts):.3f} s without")
    small, large = (seconds(*made_up(n)) / n for n in (1_000, 100_000))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"time per claim at 100,000 over that at 1,000: {large / small:.2f}; peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
