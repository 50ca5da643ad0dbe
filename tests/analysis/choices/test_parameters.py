"""Typed parameters: what is refused, what the message says, and that nothing slips through a notebook's namespace."""

import json
import math
import time
from typing import Literal

import numpy as np
import papermill
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError, model_validator

from analysis import topics
from analysis.choices import parameters
from analysis.choices.parameters import ParameterError, Parameters

NOTEBOOKS = {name: topics.declaration(name) for name in topics.FOLDERS}


class Toy(Parameters):
    """Parameters of a notebook that does not exist."""

    base: Literal["members", "members_and_candidates"] = Field("members", description="what the shares are of")
    years: int = Field(9, ge=1, le=12, description="length", json_schema_extra={"unit": "years"})
    confidence: float = Field(0.95, gt=0, lt=1, description="of the interval")
    unchecked: bool = Field(False, description="unchecked rows")
    title: str = Field("", description="words")
    year: Literal[1937, 1939] = Field(1939, description="census")

    @model_validator(mode="after")
    def check_years(self):
        """Refuse a pair of values that do not go together."""
        if self.years == 12 and self.base == "members":
            raise ValueError("twelve years go with members_and_candidates only")
        return self


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setitem(topics.DECLARED, "00_toy", Toy)


def refused(given):
    with pytest.raises(ParameterError) as caught:
        topics.check("00_toy", given)
    return str(caught.value)


def test_defaults_and_values():
    found = topics.check("00_toy", {})
    assert (found.base, found.years, found.confidence, found.unchecked, found.title) == ("members", 9, 0.95, False, "")
    found = topics.check("00_toy", {"base": "members_and_candidates", "years": 12, "confidence": 0.5})
    assert (found.base, found.years, found.confidence) == ("members_and_candidates", 12, 0.5)
    with pytest.raises(ValidationError, match="frozen"):
        found.years = 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"bse": "members"}, "unknown parameter 'bse' (did you mean 'base'?)"),
        ({"qqqqqq": 1}, "unknown parameter 'qqqqqq';|unknown parameter 'qqqqqq'\n"),
        ({"base": "member"}, "base: expected one of 'members', 'members_and_candidates', got 'member' (did you mean"),
        ({"base": 1}, "base: expected one of 'members', 'members_and_candidates', got 1"),
        ({"base": None}, "base: expected one of 'members', 'members_and_candidates', got None"),
        ({"base": ["members"]}, "base: expected one of"),
        ({"base": "Members"}, "got 'Members' (did you mean 'members'?)"),
        ({"years": "9"}, "years: expected whole number from 1 to 12, got '9' (str)"),
        ({"years": 9.0}, "years: expected whole number from 1 to 12, got 9.0 (float)"),
        ({"years": True}, "years: expected whole number from 1 to 12, got True (bool)"),
        ({"years": 0}, "years: expected whole number from 1 to 12, got 0"),
        ({"years": 13}, "years: expected whole number from 1 to 12, got 13"),
        ({"years": 10**30}, "years: expected whole number from 1 to 12"),
        ({"years": None}, "years: expected whole number"),
        ({"confidence": 1.0}, "confidence: expected number above 0 below 1, got 1.0"),
        ({"confidence": "0.9"}, "confidence: expected number above 0 below 1, got '0.9' (str)"),
        ({"confidence": math.nan}, "confidence: expected number above 0 below 1, got nan"),
        ({"confidence": math.inf}, "confidence: expected number above 0 below 1, got inf"),
        ({"unchecked": 1}, "unchecked: expected true or false, got 1 (int)"),
        ({"unchecked": "true"}, "unchecked: expected true or false, got 'true' (str)"),
        ({"title": 5}, "title: expected text, got 5 (int)"),
        ({"year": 1938}, "year: expected one of 1937, 1939, got 1938"),
        ({"year": "1937"}, "year: expected one of 1937, 1939, got '1937'"),
        ({"years": 12}, "twelve years go with members_and_candidates only"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(given, words):
    message = refused(given)
    assert any(w in message for w in words.split("|")), message
    assert message.startswith("00_toy: ")
    for line in (
        "Allowed:",
        "  base: 'members', 'members_and_candidates' (default 'members'): what the shares are of",
        "  years: whole number from 1 to 12 (default 9): length",
        "  confidence: number above 0 below 1 (default 0.95): of the interval",
        "  unchecked: true or false (default False): unchecked rows",
    ):
        assert line in message.split("\n")


def test_every_fault_is_named_at_once():
    message = refused({"bse": 1, "base": "x", "years": "y", "unchecked": 0})
    for word in ("'bse'", "base: expected", "years: expected", "unchecked: expected"):
        assert word in message.split("\n")[0]


def test_a_long_value_does_not_fill_the_screen():
    start = time.process_time()
    for given_ in ({"base": "x" * 10**6}, {"title": ["x"] * 10**5}, {"y" * 10**6: 1}):
        assert len(refused(given_)) < 1500
    assert time.process_time() - start < 3


def test_an_unknown_notebook_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match=r"got '09_trial' \(did you mean '09_trials'\?\); the notebooks are"):
        topics.check("09_trial", {})


# --- the namespace of a notebook -----------------------------------------------------------------------------------


def shell(**given_):
    """What stands in a notebook's namespace besides its parameters."""
    return {"In": [""], "Out": {}, "_": "", "__name__": "__main__", "_i1": "x", "np": np, "validate": print, **given_}


def test_the_namespace_of_a_notebook():
    assert parameters.read(Toy, shell(), "00_toy").years == 9
    assert parameters.read(Toy, shell(years=3), "00_toy").years == 3


@pytest.mark.parametrize("value", ["x", 1, 1.5, True, [1], (1,), {"a": 1}, None])
def test_a_misspelt_parameter_in_the_namespace_is_found(value):
    with pytest.raises(ParameterError, match="did you mean 'years'"):
        parameters.read(Toy, shell(yeers=value), "00_toy")


@pytest.mark.parametrize("value", [np.int64(5), np.float64(5), {5}, range(5), object(), print])
def test_a_declared_parameter_of_any_other_type_is_refused_not_ignored(value):
    with pytest.raises(ParameterError, match="years: expected whole number"):
        parameters.read(Toy, shell(years=value), "00_toy")


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.one_of(st.sampled_from(list(Toy.model_fields)), st.text(max_size=6)), VALUES, max_size=4))
def test_anything_is_taken_or_refused(given_):
    try:
        found = topics.check("00_toy", given_)
    except ParameterError as error:
        found = str(error)
    if isinstance(found, str):
        assert "Allowed:" in found
    else:
        assert all(getattr(found, k) == v and type(getattr(found, k)) in (type(v), float) for k, v in given_.items())


# --- descriptions ------------------------------------------------------------------------------------------------


def test_description():
    rows = {r["name"]: r for r in parameters.describe(topics.declaration("00_toy"))}
    assert rows["base"] == {
        "name": "base",
        "type": "choice",
        "default": "'members'",
        "allowed": "members, members_and_candidates",
        "unit": "",
        "help": "what the shares are of",
    }
    assert (rows["years"]["allowed"], rows["years"]["unit"], rows["years"]["type"]) == (
        "from 1 to 12",
        "years",
        "whole number",
    )
    assert rows["unchecked"]["type"] == "true or false"


def test_json_schema():
    schema = parameters.json_schema(topics.declaration("00_toy"))
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False
    assert schema["properties"]["base"]["enum"] == ["members", "members_and_candidates"]
    assert schema["properties"]["years"] == {
        "default": 9, "description": "length", "maximum": 12, "minimum": 1, "title": "Years", "type": "integer",
        "unit": "years",
    }  # fmt: skip


# --- the declarations ----------------------------------------------------------------------------------------------


DECLARED = [name for name in NOTEBOOKS if name != "00_toy"]


@pytest.mark.parametrize("name", DECLARED)
def test_every_declaration_is_whole(name):
    model = NOTEBOOKS[name]
    assert issubclass(model, Parameters)
    assert model.__doc__.strip() == f"The choices of ``{name}``: what a reader may vary, and the defaults."
    for key, field in model.model_fields.items():
        assert field.description, key
        assert not field.is_required(), f"{key} has no default"
        assert parameters.type_name(model, key) in ("choice", "text", "whole number", "number", "true or false"), key
        if parameters.type_name(model, key) in ("whole number", "number"):
            assert parameters.limits(model, key), f"{key} has no limits"
    assert topics.check(name, {}) == model()
    assert json.dumps(parameters.json_schema(topics.declaration(name)))
    assert len(parameters.describe(topics.declaration(name))) == len(model.model_fields)


@pytest.mark.parametrize("name", DECLARED)
def test_every_choice_of_every_declaration_is_taken(name):
    model = NOTEBOOKS[name]
    for key in model.model_fields:
        for value in parameters.choices(model, key):
            try:
                found = getattr(topics.check(name, {key: value}), key)
            except ParameterError as error:
                # A choice may need another one beside it; then the declaration's own rule speaks, not the list.
                found = value if str(error).startswith(f"{name}: (all): ") else str(error)
            assert found == value


@pytest.mark.parametrize("name", DECLARED)
def test_unchecked_is_off_and_the_pamphlet_is_read_as_printed_by_default(name):
    fields = NOTEBOOKS[name].model_fields
    if "unchecked" in fields:
        assert fields["unchecked"].default is False
    if "reading" in fields and name != "08_reichstag":
        assert fields["reading"].default == "as_printed"


def test_shared_parameters_mean_the_same_everywhere():
    for key, kind in (("reading", parameters.Reading), ("rule", parameters.Rule), ("unchecked", bool)):
        for name in DECLARED:
            field = NOTEBOOKS[name].model_fields.get(key)
            assert field is None or field.annotation == kind, (name, key)


def test_notebooks_are_declared_in_reading_order():
    assert sorted(DECLARED) == DECLARED


@pytest.mark.parametrize("name", DECLARED)
def test_papermills_own_help_shows_every_parameter_with_its_type_default_and_help(root, name):
    """``papermill --help-notebook``: it reads the lines of the cell, so each needs ``name: type = value  # help``."""
    shown = papermill.inspect_notebook(str(root / "notebooks" / f"{name}.ipynb"))
    fields = NOTEBOOKS[name].model_fields
    assert list(shown) == list(fields)
    for key, field in fields.items():
        found = shown[key]
        assert found["inferred_type_name"] == type(field.default).__name__, f"{name}: {key} has no type"
        assert found["default"] in (repr(field.default), json.dumps(field.default)), f"{name}: {key}"
        assert found["help"].strip(), f"{name}: {key} has no comment behind its value"
