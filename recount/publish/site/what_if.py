"""The page to click through: questions with their choices as menus, every answer worked out when the site is built.

The page holds all answers as data; a small script shows the one that is chosen. Without a script the answer under the
default choices stands there in words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from analysis import topics
from analysis.choices.parameters import ParameterError
from analysis.text.words import _, number
from analysis.topics.fastest import findings as fastest_words
from analysis.topics.production.findings import published_finding
from analysis.topics.repression import model as repression
from recount.publish.site.html import escape, link, page, raw, tag


@dataclass(frozen=True)
class Asked:
    """A question of the page.

    Attributes
    ----------
    name, notebook : str
    title : str
        The question in words.
    measured : str
        What the number of an answer counts, with its unit.
    menus : mapping
        Choice of the topic, or ``what`` for a row of the answer -> values offered.
    answer : callable
        (choices, what) -> value, sentence and a series of (label, value) to draw; None where there is no answer.
    """

    name: str
    notebook: str
    title: str
    measured: str
    menus: Mapping[str, tuple]
    answer: Callable


def _mild(choices, what: str):
    row = next(repression.ranks(choices, (what,)).itertuples())
    if not row.rank:
        return None
    years = repression.series_of(what, choices)
    words = _("{title}, 1937: {value}. {place}.").format(
        title=row.title, value=number(row.value, 0), place=_capital(repression.rank_text(row))
    )
    return row.rank, words, list(zip(years["year"].astype(str), years["value"], strict=True))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fastest(choices, _what: str):
    found = topics.topic("10_fastest_ever").outcomes(choices)
    if found["faster"] is None:
        return None
    return found["faster"], fastest_words.place_findings(choices)[0], []


def _seats(choices, _what: str):
    found = topics.topic("08_reichstag").outcomes(choices)
    parts = {_("by votes"): "lists_by_votes", _("by the cap"): "lists_by_cap", _("not explained"): "lists_unexplained"}
    words = _("{a} of {n} lists have the official number of seats by their votes alone, {b} more by the cap.").format(
        a=number(found["lists_by_votes"]), n=number(found["lists"]), b=number(found["lists_by_cap"])
    )
    return found["lists_by_votes"], words, [(head, found[name]) for head, name in parts.items()]


def _growth(choices, _what: str):
    found = topics.topic("05_production").outcomes(choices)
    ends = {
        _("official, lowest"): "official_low_percent", _("official, highest"): "official_high_percent",
        _("others, lowest"): "others_low_percent", _("others, highest"): "others_high_percent",
    }  # fmt: skip
    series = [(head, found[name]) for head, name in ends.items() if _is_number(found[name])]
    return (max(value for _head, value in series), published_finding(choices), series) if series else None


def _is_number(value: object) -> bool:
    return value is not None and not math.isnan(value)


def asked() -> list[Asked]:
    """Return the questions of the page."""
    measures = tuple(repression.RANKED)
    return [
        Asked("mild", "04_expulsion_is_not_repression", _("Was 1937 a year like others?"),
              _("place of 1937 from the top"),
              {"what": measures, "series": ("mvd", "kgb"), "first_year": (1921, 1929, 1934), "last_year": (1938, 1940)},
              _mild),
        Asked("growth", "05_production", _("How fast did industry grow?"), _("highest rate found, per cent a year"),
              {"start": (1928, 1929, 1930, 1932, 1933), "end": (1932, 1937, 1938, 1940),
               "coverage": ("any", "all", "large_scale")}, _growth),
        Asked("fastest", "10_fastest_ever", _("Had others grown faster?"), _("other countries that grew faster"),
              {"measure": ("gdp", "gdp_per_head"), "years": (5, 7, 9, 10), "recoveries": (True, False),
               "earlier_only": (True, False)}, _fastest),
        Asked("seats", "08_reichstag", _("Which votes gave which seats?"), _("lists explained by votes alone"),
              {"quota": (50000, 60000, 70000), "remainder_seat": (0, 30000), "cap": (True, False)}, _seats),
    ]  # fmt: skip


def states(question: Asked) -> Iterator[tuple[tuple, float, str, list]]:
    """Yield every combination of choices that has an answer: values in the order of the menus, value, words, series."""
    topic = topics.topic(question.notebook)
    for values in product(*question.menus.values()):
        given = dict(zip(question.menus, values, strict=True))
        what = given.pop("what", "")
        try:
            found = question.answer(topic.choices(**given), what)
        except ParameterError:
            continue
        if found is not None:
            yield values, float(found[0]), found[1], [(str(a), round(float(b), 4)) for a, b in found[2]]


def data(question: Asked) -> dict:
    """Return a question with all its answers, as the script reads them."""
    fields = topics.declaration(question.notebook).model_fields
    default = [question.menus[n][0] if n == "what" else fields[n].default for n in question.menus]
    return {
        "name": question.name,
        "measured": question.measured,
        "menus": [{"name": n, "label": _label(n, fields), "options": [[str(v), _option(n, v)] for v in values]}
                  for n, values in question.menus.items()],
        "default": [str(value) for value in default],
        "states": {"|".join(map(str, v)): [value, words, series] for v, value, words, series in states(question)},
        "words": {
            "none": _("No figure was collected for these choices."),
            "stands": _("This answer: {value}. Of {n} answers {less} are lower, {same} the same and {more} higher."),
            "all": _("All answers: {measured}. The one chosen is marked."),
            "series": _("Behind this answer"),
        },
    }  # fmt: skip


def _label(name: str, fields: Mapping) -> str:
    return _("what is counted") if name == "what" else _(fields[name].description or name)


def _option(name: str, value: object) -> str:
    if name == "what":
        return repression.title_of(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value) if value < 10_000 else number(value)
    return _(str(value).replace("_", " "))


def what_if_page() -> str:
    """Return the page as MyST: a form for each question, with its answers as data."""
    return page(
        _("What if"),
        _("Choose, and see what the answer becomes, and where it stands among the answers under all other choices "
          "offered. Many answers alike do not make one of them right: the choices are no sample. The address keeps "
          "your choices. All of them are worked out by the functions that the notebooks use."),
        *(part for question in asked() for part in _form(question)),
        raw('<script src="_static/whatif.js" defer></script>'),
    )  # fmt: skip


def _form(question: Asked) -> list[str]:
    held = data(question)
    menus = "".join(
        f'<label>{escape(menu["label"])} <select name="{escape(menu["name"])}">'
        + "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
            for value, words in menu["options"]
        )
        + "</select></label>"
        for menu, chosen in zip(held["menus"], held["default"], strict=True)
    )
    first = held["states"].get("|".join(held["default"]), (0, held["words"]["none"], []))
    answer = tag("div", f"<p>{escape(first[1])}</p>", class_="answer", role="status")
    # In a script element only the end tag has to be kept apart.
    stored = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    script = f'<script type="application/json">{stored}</script>'
    form = f'<form class="whatif" id="{question.name}" aria-label="{escape(question.title)}">{menus}</form>'
    more = f"<p>{link(f'notebooks/{question.notebook}.html', _('The notebook'))}</p>"
    return [f"## {question.title}", raw(tag("section", form + answer + script + more, class_="whatif"))]
