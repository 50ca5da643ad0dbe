"""Numbers in English, German and Swedish words by num2words; writes number_words.csv to standard output."""

import csv
import sys
from importlib import import_module
from importlib.metadata import version

# By name, because it is no requirement of the project: whoever writes the file anew installs it.
num2words = import_module("num2words").num2words
PROGRAM = f"num2words {version('num2words')}"
NUMBERS = [
    *range(0, 121),
    *range(121, 1000, 37),
    *[1000, 1001, 1010, 1234, 1937, 2000, 4348, 9999, 10_000, 54_000, 99_999, 100_000, 125_700, 170_000, 182_600],
    *[200_000, 792_000, 1_000_000, 1_530_000, 6_500_000, 10_000_000, 162_003_225, 999_999_999, 10**9, 123_456_789_012],
]
writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(["text", "language", "value", "call", "program"])
for number in NUMBERS:
    # The pamphlet writes no comma and, as the language of the United States, often no "and".
    words = num2words(number).replace(",", "")
    writer.writerow([words, "en", number, f"num2words({number})", PROGRAM])
    if " and " in words:
        writer.writerow([words.replace(" and ", " "), "en", number, f"num2words({number}) without 'and'", PROGRAM])
for language in ("de", "sv"):
    for number in NUMBERS:
        # The program spells forty "förtio", which is no Swedish.
        words = num2words(number, lang=language).replace("förtio", "fyrtio")
        writer.writerow([words, language, number, f"num2words({number}, lang={language!r})", PROGRAM])
