"""Fairness: the same words for what holds and for what fails, no epithets, and no measure that stands for another."""

import csv
import json
import re

import pytest

from analysis.text import verdicts
from recount.publish.messages import all_messages

#: Words by which the pamphlet, or those it writes against, call people and opinions. None is ours.
EPITHETS = re.compile(
    r"\b(?:bourgeois\w*|lackeys?|slander\w*|liars?|lies|traitors?|treacher\w+|scum|vermin|clique|bandits?|degenerates?"
    r"|wreckers?|falsifiers?|butchers?|monsters?|apologists?|tankies|murderers|henchmen|propagandists?)\b",
    re.IGNORECASE,
)
GERMAN = re.compile(
    r"\b(?:bürgerlich\w*|Lügner\w*|Lügen|Verräter\w*|Verleumd\w+|Lakai\w*|Schergen|Apologet\w*|Mörder\w*"
    r"|Banditen?|Schlächter)\b"
)
#: A number may lie somewhere: "one lies within the other".
PLACES = "within|inside|outside|between|below|above|in|inside|nearest|near|on|from|at|after|\\*"
POSITION = re.compile(rf"\blies (?=(?:{PLACES}))")
NOT_REPRESSION = re.compile(r"not (?:arrest|repression)|does not measure|does not mean arrest", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|„[^“]*“|\"[^\"]*\"")


def epithets(text, words=EPITHETS):
    """Epithets in a text of ours; what stands in quotation marks is somebody else's."""
    return words.findall(POSITION.sub("", QUOTED.sub("", text)))


def test_the_search_finds_an_epithet():
    assert epithets("the bourgeois lies of the liars") == ["bourgeois", "lies", "liars"]
    assert epithets("The mark lies within the bar of “the traitors”.") == []


def stories(root):
    """Files of prose, by name; the lists made from the ledger quote printed strings."""
    places = ("*.md", "docs/**/*.md", "lessons/*.md", "notebooks/*.ipynb")
    return sorted(path for place in places for path in root.glob(place))


def prose(path):
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = [output.get("data", {}).get("text/markdown", "") for c in cells for output in c.get("outputs", ())]
    return "\n".join("".join(part) for part in [*(c["source"] for c in cells if c["cell_type"] == "markdown"), *shown])


def test_no_prose_uses_an_epithet(root):
    found = {path.name: epithets(prose(path)) for path in stories(root)}
    assert len(found) > 15
    assert {name: words for name, words in found.items() if words} == {}


def test_no_figure_uses_an_epithet(root):
    for path in sorted((root / "figures").glob("*.json")):
        words = json.loads(path.read_text(encoding="utf-8"))
        for key in ("title", "caption", "alt", "description", "inside_note"):
            assert epithets(words[key] or "") == [], (path.name, key)


def test_no_statement_of_a_claim_uses_an_epithet(data):
    with (data / "pamphlet" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 800
    assert [(row["claim"], epithets(row["statement"])) for row in rows if epithets(row["statement"])] == []


def test_no_text_of_the_code_and_no_translation_uses_an_epithet(root):
    assert [m.text for m in all_messages() if epithets(m.text)] == []
    catalogue = (root / "locale" / "de" / "LC_MESSAGES" / "recount.po").read_text(encoding="utf-8")
    said = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n)+)', catalogue, re.MULTILINE)
    assert len(said) > 1000
    assert [text for text in said if epithets(text.replace('"\n"', ""), GERMAN)] == []


def pictures(root):
    """Every figure with its words and the text drawn inside its SVG."""
    for path in sorted((root / "figures").glob("*.json")):
        svg = path.with_suffix(".svg").read_text(encoding="utf-8")
        drawn = re.sub(r"<[^>]+>", " ", " ".join(re.findall(r"<text.*?</text>", svg, re.DOTALL)))
        yield path.stem, json.loads(path.read_text(encoding="utf-8")), re.sub(r"\s+", " ", drawn)


def test_every_figure_on_expulsions_says_inside_the_picture_what_it_does_not_measure(root):
    seen = []
    for name, words, drawn in pictures(root):
        about = f"{words['title']} {words['caption']} {words['unit']}"
        # The ledger's own figures count statements, and name a part of the text that is about expulsions.
        if re.search(r"expel|expuls", about, re.IGNORECASE) and not name.startswith("00_"):
            seen.append(name)
            assert NOT_REPRESSION.search(drawn), name
    # Four figures of notebook 01, the reasons of 02, the overview of 04.
    assert len(seen) >= 6


def test_no_axis_carries_both_expulsion_and_repression(root):
    repression = re.compile(r"arrest|convict|death sentence|executed|shot\b", re.IGNORECASE)
    for name, words, _drawn in pictures(root):
        unit = words["unit"] or ""
        if re.search(r"expel", unit, re.IGNORECASE):
            assert not repression.search(unit) or "put on trial" in unit, (name, unit)


def test_the_ledger_by_part_of_the_text_says_that_it_counts_statements(root):
    """Parts of the text are named after what they are about, expulsions among them."""
    [drawn] = [drawn for name, _words, drawn in pictures(root) if name == "00_parts"]
    assert "Statements are counted here, not persons" in drawn


def test_both_kinds_of_error_in_the_literature_are_shown(root):
    """Too high and too low: both counts stand in the stored notebook, and neither is none."""
    text = prose(root / "notebooks" / "04_expulsion_is_not_repression.ipynb")
    said = r"Both kinds of error occur\. Of (\d+) earlier figures .*?, (\d+) lie above it, (\d+) below it"
    found = re.search(said, text)
    assert found, "expected the sentence on both kinds of error in notebook 04"
    _all, above, below = map(int, found.groups())
    assert above > 0
    assert below > 0


def test_what_holds_and_what_fails_are_said_in_one_form():
    """The two sentences differ in the negation alone, in every language."""
    texts = {m.text for m in all_messages()}
    holds = "What holds, set against {what}: {shown} of {all}, {reading}."
    fails = "What does not hold, set against {what}: {shown} of {all}, {reading}."
    assert {holds, fails} <= texts
    assert fails.replace("does not hold", "holds") == holds


@pytest.mark.parametrize(("name", "word"), [("CONSISTENCIES.md", "holds"), ("INCONSISTENCIES.md", "does not hold")])
def test_both_lists_have_the_same_form(root, name, word):
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(rf"# What {word}: \d+ of \d+ claims", lines[0])
    items = [line for line in lines if line.startswith("- ")]
    form = re.compile(r"- \*\*.+?\*\* Printed: .+? \*[a-z ()\d]+; [a-z ()\d]+; [a-z ()\d]+\.\* .+ `[\w-]+`")
    assert len(items) > 40
    assert [line[:100] for line in items if not form.fullmatch(line)] == []


def test_both_lists_are_introduced_by_the_same_words(root):
    names = ("CONSISTENCIES.md", "INCONSISTENCIES.md")
    one, other = ((root / name).read_text(encoding="utf-8").splitlines()[2] for name in names)
    assert one == other


def test_the_verdict_of_contradiction_blames_no_figure():
    assert "none of them is blamed" in verdicts.meaning(verdicts.CONTRADICTION)
