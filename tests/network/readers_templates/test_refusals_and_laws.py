"""What is refused, with one line each, and what holds for every template."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.core.errors import ReadError
from hubspoke_network.core.ids import parse_id
from hubspoke_network.core.unknown import Unknown
from hubspoke_network.readers.templates.read import is_parameters, is_template, read_template
from hubspoke_network.readers.templates.result import Declared
from hubspoke_network.readers.templates.text import strict_json

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
VNET = "Microsoft.Network/virtualNetworks"


def template(resources: object, **others: object) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", **others, "resources": resources}


def vnet(**others: object) -> dict[str, Any]:
    return {"type": VNET, "name": "v", "properties": {}, **others}


def doubled(count: int, start: object) -> dict[str, object]:
    """Variables of which each holds the one before twice."""
    made: dict[str, object] = {"v0": start}
    for i in range(1, count):
        made[f"v{i}"] = [f"[variables('v{i - 1}')]", f"[variables('v{i - 1}')]"]
    return made


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


HOSTILE = {
    "copies": (
        template([vnet(copy={"name": "c", "count": 10_001})]),
        "t.json: more than 10,000 copies or resources, of which Azure takes 800; give a smaller template",
    ),
    "copies of copies": (
        template(
            [
                {
                    "type": "Microsoft.Resources/deployments",
                    "name": "d",
                    "copy": {"name": "c", "count": 5_000},
                    "properties": {"template": template([vnet(copy={"name": "i", "count": 3})])},
                }
            ]
        ),
        "t.json: more than 10,000 copies or resources, of which Azure takes 800; give a smaller template",
    ),
    "depth": (
        template([vnet(properties={"x": nested(70)})]),
        "t.json: nested deeper than 64 levels, which no Azure resource is",
    ),
    "doubling lists": (
        template([vnet(properties={"x": "[variables('v28')]"})], variables=doubled(29, "x")),
        "t.json: evaluates to more than 3,000,000 values; give a smaller template",
    ),
    "doubling texts": (
        template(
            [vnet(properties={"x": "[variables('v24')]"})],
            variables={
                "v0": "x" * 100,
                **{f"v{i}": f"[concat(variables('v{i - 1}'), variables('v{i - 1}'))]" for i in range(1, 25)},
            },
        ),
        "t.json: its expressions make more than 67,108,864 characters; give a smaller template",
    ),
    "a property copied too often": (
        template([vnet(properties={"copy": [{"name": "x", "count": 10**9, "input": 1}]})]),
        "t.json: more than 10,000 copies or resources, of which Azure takes 800; give a smaller template",
    ),
    "a chain of variables": (
        template(
            [vnet(properties={"x": "[variables('v500')]"})],
            variables={"v0": "x", **{f"v{i}": f"[variables('v{i - 1}')]" for i in range(1, 501)}},
        ),
        "t.json: its expressions depend on each other more than 120 deep; "
        "give what `az group export` writes of the deployed resources",
    ),
    "resources that are none": (
        template("none"),
        "t.json: the resources of a template are a list, or an object by symbolic name",
    ),
    "a resource that is none": (
        template([1]),
        "t.json: a resource of a template is an object with type, apiVersion and name",
    ),
    "no template": (
        {"value": []},
        "t.json: no template; give the template (JSON, as `az bicep build --stdout` or `az group export` writes it)",
    ),
    "parameters alone": (
        {"contentVersion": "1.0.0.0", "parameters": {"a": {"value": 1}}},
        "t.json: a parameters file, which is read beside its template; "
        "give the template (JSON, as `az bicep build --stdout` or `az group export` writes it)",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refusals(name: str) -> None:
    document, told = HOSTILE[name]
    with pytest.raises(ReadError) as raised:
        read_template(document, where="t.json")
    assert str(raised.value) == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1], 't.json: a parameters file is an object like {"parameters": {"name": {"value": ...}}}'),
        ({"a": 1}, 't.json: the parameter a of a parameters file has no value; write {"value": ...}'),
    ],
)
def test_parameter_files_that_are_none(values: object, told: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_template(template([]), [values], where="t.json")
    assert str(raised.value) == told


def test_a_long_expression_is_not_understood_and_not_shown_whole() -> None:
    text = "[concat(" + "'x'," * 10_000 + "'y')]"
    (document,) = read_template(template([vnet(properties={"x": text})]), where="t.json").documents
    unknown = document["properties"]["x"]
    assert isinstance(unknown, Unknown)
    assert "longer than the 24,576 characters" in unknown.reason
    assert len(unknown.reason) < 500


def test_a_large_template_is_read() -> None:
    resources = [vnet(name="[format('v{0}', copyIndex())]", copy={"name": "c", "count": 2_000})]
    assert len(read_template(template(resources), where="t.json").documents) == 2_000


FUNCTIONS_TEXT = """
parameters variables concat format resourceId subscriptionResourceId extensionResourceId
resourceGroup subscription deployment toLower string int bool length first last split join replace
substring trim take skip contains startsWith endsWith empty indexOf union intersection createArray
createObject array range min max add sub mul div mod if and or not equals less greater coalesce
copyIndex uniqueString guid reference listKeys cidrSubnet cidrHost parseCidr json null true false
base64 base64ToString padLeft items flatten tryGet newGuid no.such
"""
FUNCTIONS = FUNCTIONS_TEXT.split()
TEXTS = st.sampled_from(
    [
        "",
        "a",
        "p",
        "v",
        "hub",
        VNET,
        f"{VNET}/subnets",
        "10.0.0.0/8",
        "{0}",
        "{",
        "1",
        "[[x]",
        "[",
        "]",
        "é",
        "\ud800",
        "'",
    ]
)


def _call(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    call = st.builds(
        lambda name, arguments: f"{name}({', '.join(arguments)})",
        st.sampled_from(FUNCTIONS),
        st.lists(children, max_size=4),
    )
    member = st.builds(
        lambda base, tail: base + tail, call, st.sampled_from([".a", ".id", "[0]", "['a']", ".?b", "[?9]"])
    )
    return call | member


QUOTED = TEXTS.map(lambda text: "'" + text.replace("'", "''") + "'")
EXPRESSIONS = st.recursive(QUOTED | st.integers(-3, 40).map(str), _call, max_leaves=8).map(lambda text: f"[{text}]")
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | EXPRESSIONS
WORDS_TEXT = """
type name properties resources condition copy count input scope existing template templateLink
parameters value reference defaultValue variables outputs expressionEvaluationOptions subnets id a p
v resourceGroup subscriptionId
"""
WORDS = WORDS_TEXT.split()
KEYS = st.sampled_from([*WORDS, "[concat('a')]", "[parameters('p')]"])
TYPES = st.sampled_from(
    [VNET, f"{VNET}/subnets", "subnets", "Microsoft.Resources/deployments", "Microsoft.Resources/resourceGroups"]
)
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
RESOURCES = st.fixed_dictionaries(
    {"type": TYPES | ANY, "name": TEXTS | EXPRESSIONS | ANY},
    optional={
        "properties": ANY,
        "condition": ANY,
        "copy": ANY | st.fixed_dictionaries({"name": TEXTS, "count": st.integers(0, 3) | EXPRESSIONS}),
        "resources": ANY,
        "scope": ANY,
        "resourceGroup": ANY,
    },
)
TEMPLATES = st.builds(
    lambda resources, parameters, variables, outputs: template(
        resources, parameters=parameters, variables=variables, outputs=outputs
    ),
    st.lists(RESOURCES, max_size=4) | st.dictionaries(TEXTS, RESOURCES, max_size=3) | ANY,
    st.dictionaries(TEXTS, st.fixed_dictionaries({}, optional={"type": TEXTS, "defaultValue": ANY}) | ANY, max_size=3)
    | ANY,
    st.dictionaries(TEXTS, ANY, max_size=3) | ANY,
    ANY,
)


@settings(max_examples=150, deadline=None)
@given(TEMPLATES, st.lists(ANY, max_size=1))
def test_no_template_breaks_the_reader(document: object, parameters: list[object]) -> None:
    _read_or_refuse(document, parameters)


@pytest.mark.prove(cases=4_000)
@settings(max_examples=4_000, deadline=None)
@given(TEMPLATES, st.lists(ANY, max_size=1))
def test_no_template_of_many_breaks_the_reader(document: object, parameters: list[object]) -> None:
    _read_or_refuse(document, parameters)


def _read_or_refuse(document: object, parameters: list[object]) -> None:
    try:
        declared = read_template(document, parameters, where="t.json")
    except ReadError as error:
        told = str(error)
    else:
        told = "t.json: read"
        _check(declared)
    assert told.startswith("t.json: ")
    assert "\n" not in told


def _check(declared: Declared) -> None:
    for item in declared.documents:
        assert parse_id(item["id"]) is not None
        assert isinstance(item["type"], str)
        assert "properties" in item


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_recognition_never_fails(document: object) -> None:
    assert isinstance(is_template(document), bool)
    assert isinstance(is_parameters(document), bool)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('/*"\\ \n\r\tx{}:[]'), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(PLAIN, st.sampled_from([' // no: "*/', '/* { // " */', "//", "/**/ "]), st.booleans())
def test_comments_and_line_breaks_change_no_value(value: object, comment: str, raw: bool) -> None:
    """Line breaks of the pretty form stand outside of texts; those in texts are written raw, as Azure allows."""
    text = json.dumps(value, indent=1)
    if raw:
        text = re.sub(r"\\(.)", lambda found: {"n": "\f", "r": "\r", "t": "\t"}.get(found[1], found[0]), text)
    text = text.replace("\n", f"{comment}\n").replace("\f", "\n")
    assert json.loads(strict_json(text)) == value


def _is_below(less: Any, more: Any) -> bool:
    """Whether `less` says nothing that `more` does not: equal where it is known."""
    if isinstance(less, Unknown):
        return True
    if isinstance(less, Mapping) and isinstance(more, Mapping):
        return less.keys() == more.keys() and all(_is_below(less[key], more[key]) for key in less)
    if isinstance(less, list) and isinstance(more, list):
        if any(isinstance(item, Unknown) for item in less):
            return True  # an entry of which it is not known whether it is there
        return len(less) == len(more) and all(_is_below(a, b) for a, b in zip(less, more, strict=True))
    if isinstance(less, str) and "{" in less:
        return True  # an id with a part that is not known
    return bool(less == more)


VALUES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["hub", "spoke"]),
        "range": st.sampled_from(["10.0.0.0/16", "10.1.0.0/16"]),
        "deploy": st.booleans(),
        "count": st.integers(0, 3),
        "flag": st.booleans(),
    }
)
TYPED = {"name": "string", "range": "string", "deploy": "bool", "count": "int", "flag": "bool"}
LAWFUL = template(
    [
        {
            "type": VNET,
            "name": "[concat('v-', parameters('name'))]",
            "properties": {
                "addressSpace": {"addressPrefixes": ["[parameters('range')]"]},
                "copy": [
                    {
                        "name": "subnets",
                        "count": "[parameters('count')]",
                        "input": {
                            "name": "[format('s{0}', copyIndex('subnets'))]",
                            "properties": {
                                "addressPrefix": "[cidrSubnet(parameters('range'), 24, copyIndex('subnets'))]"
                            },
                        },
                    }
                ],
            },
        },
        {
            "type": "Microsoft.Network/networkSecurityGroups",
            "name": "n",
            "properties": {
                "securityRules": [
                    {
                        "name": "r",
                        "properties": {"access": "[if(parameters('flag'), 'Allow', 'Deny')]", "priority": 100},
                    }
                ]
            },
        },
        {
            "type": "Microsoft.Network/networkSecurityGroups/securityRules",
            "name": "n/extra",
            "condition": "[and(parameters('deploy'), not(parameters('flag')))]",
            "properties": {"access": "Deny", "priority": 90},
        },
        {
            "type": "Microsoft.Network/routeTables",
            "name": "[if(equals(parameters('name'), 'hub'), 'rt-hub', 'rt-other')]",
            "copy": {"name": "tables", "count": "[min(parameters('count'), 1)]"},
            "properties": {"disableBgpRoutePropagation": "[or(parameters('flag'), parameters('deploy'))]"},
        },
    ],
    parameters={name: {"type": kind} for name, kind in TYPED.items()},
)


@settings(max_examples=200, deadline=None)
@given(VALUES, st.sets(st.sampled_from(sorted(TYPED))))
def test_forgetting_parameters_makes_unknown_and_flips_nothing(values: dict[str, object], forgotten: set[str]) -> None:
    _forgetting_flips_nothing(values, forgotten)


@pytest.mark.prove(cases=2_000)
@settings(max_examples=2_000, deadline=None)
@given(VALUES, st.sets(st.sampled_from(sorted(TYPED))))
def test_forgetting_parameters_of_many_flips_nothing(values: dict[str, object], forgotten: set[str]) -> None:
    _forgetting_flips_nothing(values, forgotten)


def _forgetting_flips_nothing(values: dict[str, object], forgotten: set[str]) -> None:
    whole = {name: {"value": value} for name, value in values.items()}
    part = {name: entry for name, entry in whole.items() if name not in forgotten}
    more = read_template(LAWFUL, [whole], where="t.json")
    less = read_template(LAWFUL, [part], where="t.json")
    known = {item["id"]: item for item in more.documents}
    for item in less.documents:
        if "{" not in item["id"].replace("{subscription}", "").replace("{resourceGroup}", ""):
            assert _is_below(item, known[item["id"]]), item
    told = {item.id for item in less.unread}
    braced = any("{parameters" in item["id"] or "{if(" in item["id"] for item in (*less.documents, *less.doubtful))
    for identity in known.keys() - {item["id"] for item in less.documents}:
        assert identity in told or braced
