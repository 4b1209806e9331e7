"""The functions of the template language, one line each. Expected values follow the pages of azure-docs
azure-resource-manager/templates/template-functions-* (read November 2026), in our own words and numbers."""

import pytest

from hubspoke_network.readers.templates.bounds import Budget
from hubspoke_network.readers.templates.deployments import new_context
from hubspoke_network.readers.templates.evaluate import evaluate
from hubspoke_network.readers.templates.scope import Scope, Target
from hubspoke_network.readers.templates.values import Hole, Partial, rendered

GROUP = "/subscriptions/s1/resourceGroups/rg-net"
VNET = "Microsoft.Network/virtualNetworks"
TEMPLATE = {
    "parameters": {
        "Name": {"type": "string", "defaultValue": "hub"},
        "open": {"type": "string"},
        "maybe": {"type": "bool"},
        "list": {"type": "array", "defaultValue": ["a", "b", "c"]},
        "pair": {"type": "object", "defaultValue": {"one": 1, "Two": {"in": "x"}}},
        "nothing": {"type": "string", "nullable": True},
        "password": {"type": "securestring", "defaultValue": "hunter2"},
        "bag": {"type": "secureObject", "defaultValue": {"a": 1}},
        "mixed": {"$ref": "#/definitions/mixed", "defaultValue": {"key": "hunter2", "port": 1}},
    },
    "definitions": {
        "mixed": {"type": "object", "properties": {"key": {"type": "securestring"}, "port": {"type": "int"}}}
    },
    "variables": {
        "full": "[concat(parameters('name'), '-vnet')]",
        "copy": [{"name": "looped", "count": 3, "input": "[format('s{0}', copyIndex('looped', 1))]"}],
        "inner": {"copy": [{"name": "parts", "count": 2, "input": {"n": "[copyIndex('parts')]"}}], "own": True},
        "me": "[variables('you')]",
        "you": "[variables('me')]",
    },
}


def value(expression: str, subscription: object = "s1", group: object = "rg-net") -> object:
    target = Target(subscription, group, "westeurope")
    return evaluate(f"[{expression}]", Scope(new_context(TEMPLATE, {}, target, Budget("t.json"))))


KNOWN = [
    ("parameters('name')", "hub"),
    ("PARAMETERS('NAME')", "hub"),
    ("parameters('nothing')", None),
    ("variables('full')", "hub-vnet"),
    ("variables('looped')", ["s1", "s2", "s3"]),
    ("variables('inner')", {"own": True, "parts": [{"n": 0}, {"n": 1}]}),
    ("variables('inner').parts[1].N", 1),
    ("parameters('pair')['two'].in", "x"),
    ("parameters('pair').?three", None),
    ("parameters('pair').?three.?four", None),
    ("parameters('list')[?7]", None),
    ("'it''s'", "it's"),
    ("-3", -3),
    ("concat('a', 1, true())", "a1True"),
    ("concat(createArray(1), createArray(2))", [1, 2]),
    ("format('{0}-{1:D3}-{{x}}', 'a', 7)", "a-007-{x}"),
    ("toLower('AbC')", "abc"),
    ("toUpper('AbC')", "ABC"),
    ("string(12)", "12"),
    ("string(false())", "False"),
    ("string(createObject('a', createArray(1, 'x')))", '{"a":[1,"x"]}'),
    ("int('42')", 42),
    ("bool('TRUE')", True),
    ("bool(0)", False),
    ("length('four')", 4),
    ("length(parameters('list'))", 3),
    ("length(parameters('pair'))", 2),
    ("first('xyz')", "x"),
    ("first(createArray())", None),
    ("last(parameters('list'))", "c"),
    ("last('xyz')", "z"),
    ("split('a,b;c', createArray(',', ';'))", ["a", "b", "c"]),
    ("split('10.0.0.0/8', '/')[1]", "8"),
    ("join(parameters('list'), '+')", "a+b+c"),
    ("replace('a.b.c', '.', '-')", "a-b-c"),
    ("substring('abcdef', 1, 3)", "bcd"),
    ("substring('abcdef', 4)", "ef"),
    ("trim('  x ')", "x"),
    ("padLeft(7, 3, '0')", "007"),
    ("take('abc', 2)", "ab"),
    ("take(parameters('list'), 9)", ["a", "b", "c"]),
    ("skip(parameters('list'), -1)", ["a", "b", "c"]),
    ("skip('abc', 2)", "c"),
    ("contains('One two', 'two')", True),
    ("contains(parameters('list'), 'b')", True),
    ("contains(parameters('list'), 'z')", False),
    ("contains(parameters('pair'), 'ONE')", True),
    ("startsWith('Hub-1', 'hub')", True),
    ("endsWith('Hub-1', '-2')", False),
    ("indexOf('abcabc', 'C')", 2),
    ("lastIndexOf('abcabc', 'c')", 5),
    ("empty('')", True),
    ("empty(null())", True),
    ("empty(createObject())", True),
    ("empty(createArray(null()))", False),
    ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
    (
        "union(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2)))",
        {"a": {"x": 1, "y": 2}},
    ),
    ("intersection(createArray(1, 2, 3), createArray(3, 2))", [2, 3]),
    ("intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", {"a": 1}),
    ("createArray(1, 'a', null())", [1, "a", None]),
    ("createObject('k', parameters('name'))", {"k": "hub"}),
    ("array('x')", ["x"]),
    ("array(parameters('list'))", ["a", "b", "c"]),
    ("range(5, 3)", [5, 6, 7]),
    ("flatten(createArray(createArray(1), createArray(2, 3)))", [1, 2, 3]),
    ("items(createObject('b', 2, 'a', 1))", [{"key": "a", "value": 1}, {"key": "b", "value": 2}]),
    ("tryGet(parameters('pair'), 'two', 'in')", "x"),
    ("tryGet(parameters('pair'), 'none', 'in')", None),
    ("min(4, 2, 3)", 2),
    ("max(createArray(4, 9))", 9),
    ("add(2, 3)", 5),
    ("sub(2, 3)", -1),
    ("mul(4, 3)", 12),
    ("div(-7, 2)", -3),
    ("mod(-7, 2)", -1),
    ("if(equals(parameters('name'), 'hub'), 'yes', variables('nowhere'))", "yes"),
    ("if(parameters('maybe'), 'same', 'same')", "same"),
    ("and(true(), not(false()))", True),
    ("and(parameters('maybe'), false())", False),
    ("or(parameters('maybe'), true())", True),
    ("equals(createArray(1, 'a'), createArray(1, 'a'))", True),
    ("equals('a', 'b')", False),
    ("equals(1, true())", False),
    ("less(1, 2)", True),
    ("lessOrEquals(2, 2)", True),
    ("greater(1, 2)", False),
    ("greaterOrEquals(3, 2)", True),
    ("less('abc', 'abd')", True),
    ("coalesce(null(), parameters('nothing'), 'x', 'y')", "x"),
    ("json('{\"a\": [1, null]}').a[0]", 1),
    ("base64('hub')", "aHVi"),
    ("base64ToString('aHVi')", "hub"),
    ("cidrSubnet('10.20.0.0/16', 24, 3)", "10.20.3.0/24"),
    ("cidrSubnet('fd00::/48', 64, 2)", "fd00:0:0:2::/64"),
    ("cidrHost('10.20.3.0/24', 0)", "10.20.3.1"),
    ("cidrHost('10.20.3.0/24', 4)", "10.20.3.5"),
    ("parseCidr('10.20.3.7/24').lastUsable", "10.20.3.254"),
    (
        "parseCidr('10.20.0.0/20')",
        {
            "network": "10.20.0.0",
            "netmask": "255.255.240.0",
            "broadcast": "10.20.15.255",
            "firstUsable": "10.20.0.1",
            "lastUsable": "10.20.15.254",
            "cidr": 20,
        },
    ),
    ("subscription().subscriptionId", "s1"),
    ("subscription().id", "/subscriptions/s1"),
    ("resourceGroup().name", "rg-net"),
    ("resourceGroup().id", GROUP),
    ("resourceGroup().location", "westeurope"),
    (f"resourceId('{VNET}', 'v')", f"{GROUP}/providers/{VNET}/v"),
    (f"resourceId('{VNET}/subnets', 'v', 's')", f"{GROUP}/providers/{VNET}/v/subnets/s"),
    (f"resourceId('rg2', '{VNET}', 'v')", f"/subscriptions/s1/resourceGroups/rg2/providers/{VNET}/v"),
    (f"resourceId('s2', 'rg2', '{VNET}', 'v')", f"/subscriptions/s2/resourceGroups/rg2/providers/{VNET}/v"),
    (
        "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')",
        "/subscriptions/s1/providers/Microsoft.Authorization/roleDefinitions/r",
    ),
    (
        "subscriptionResourceId('s9', 'Microsoft.Authorization/roleDefinitions', 'r')",
        "/subscriptions/s9/providers/Microsoft.Authorization/roleDefinitions/r",
    ),
    (
        f"extensionResourceId(resourceId('{VNET}', 'v'), 'Microsoft.Authorization/locks', 'l')",
        f"{GROUP}/providers/{VNET}/v/providers/Microsoft.Authorization/locks/l",
    ),
    (
        "tenantResourceId('Microsoft.Authorization/policyDefinitions', 'p')",
        "/providers/Microsoft.Authorization/policyDefinitions/p",
    ),
]


@pytest.mark.parametrize(("expression", "expected"), KNOWN)
def test_what_is_known(expression: str, expected: object) -> None:
    found = value(expression)
    assert found == expected
    assert type(found) is type(expected)


UNKNOWN = [
    ("parameters('open')", "the parameter 'open' has no value"),
    ("parameters('neverDeclared')", "no parameter 'neverDeclared'"),
    ("variables('neverDeclared')", "no variable 'neverDeclared'"),
    ("variables('me')", "refers to itself"),
    ("deployment().name", "the name of the deployment is not known"),
    ("uniqueString(resourceGroup().id)", "uniqueString('/subscriptions/s1/resourceGroups/rg-net') is made by Azure"),
    ("guid('a')", "guid('a') is made by Azure"),
    ("newGuid()", "made anew at each deployment"),
    ("utcNow('d')", "made anew at each deployment"),
    ("reference(parameters('name')).location", "reference('hub') is known once the resource is deployed"),
    ("resourceGroup().tags.x", "the tags of the resource group are not known"),
    ("my.own(1)", "the function of my.own(1) is not read"),
    ("map(parameters('list'), lambda('x', lambdaVariables('x')))", "not read"),
    ("toLower(parameters('open'))", "the parameter 'open' has no value"),
    ("if(parameters('maybe'), 'a', 'b')", "the parameter 'maybe' has no value"),
    ("and(parameters('maybe'), true())", "the parameter 'maybe' has no value"),
    ("not(parameters('maybe'))", "the parameter 'maybe' has no value"),
    ("coalesce(parameters('open'), 'x')", "the parameter 'open' has no value"),
    ("equals(parameters('open'), 'x')", "the parameter 'open' has no value"),
    ("equals('A', 'a')", "differ in case"),
    ("equals(1, '1')", "differ in case or kind"),
    ("less('a-1', 'a_1')", "how Azure orders these texts is not known"),
    ("contains(parameters('list'), 'B')", "differs in case only"),
    ("parameters('pair').three", "there is no 'three'"),
    ("parameters('list')[3]", "there is no 3"),
    ("int('four')", "is not understood"),
    ("div(1, 0)", "divides by zero"),
    ("mul(9223372036854775807, 2)", "larger than Azure takes"),
    ("substring('abc', 2, 5)", "outside of the text"),
    ("range(0, 10001)", "none to 10,000 numbers"),
    ("length(1)", "has no length"),
    ("length()", "is given other values than it takes"),
    ("cidrSubnet('10.0.0.0/24', 16, 0)", "no such part"),
    ("cidrHost('10.0.0.0/30', 2)", "no such address"),
    ("cidrHost('nonsense', 2)", "no address range"),
    ("json('{')", "no JSON"),
    ("format('{1}', 'a')", "asks for a value 1 that is not given"),
    ("format('{0:N2}', 1)", "number format"),
    (f"resourceId('{VNET}/subnets', 'only-one')", "one name for each of its parts"),
    ("copyIndex()", "without a copy"),
    ("concat('a'", "is not understood"),
    ("concat('a')) ", "is not understood"),
    ("'a' 'b'", "is not understood"),
    ("", "ends too early"),
    ("base64('\ud800')", "is given other values"),
]


@pytest.mark.parametrize(("expression", "told"), UNKNOWN)
def test_what_is_not_known_says_why(expression: str, told: str) -> None:
    found = value(expression)
    assert isinstance(found, Hole)
    assert told in found.reason
    assert not found.secret


@pytest.mark.parametrize(
    "expression",
    [
        "parameters('password')",
        "parameters('bag').a",
        "parameters('mixed').key",
        "listKeys('x', '2024-01-01').keys[0].value",
        "listAccountSas('x', '2024-01-01')",
        "toUpper(parameters('password'))",
        "if(parameters('maybe'), parameters('password'), 'x')",
        "base64(parameters('password'))",
    ],
)
def test_what_is_secret_is_sealed(expression: str) -> None:
    found = value(expression)
    assert isinstance(found, Hole)
    assert found.secret
    assert "hunter2" not in str(found)


def test_members_beside_a_secret_are_read() -> None:
    assert value("parameters('mixed').port") == 1


def test_a_secret_within_a_text_seals_it() -> None:
    found = value("concat('user:', parameters('password'))")
    assert isinstance(found, Partial)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("concat(parameters('open'), '-vnet')", "{parameters('open')}-vnet"),
        ("format('{0}/sub', parameters('open'))", "{parameters('open')}/sub"),
        (f"resourceId('{VNET}', parameters('open'))", f"{GROUP}/providers/{VNET}/{{parameters('open')}}"),
        ("join(createArray('a', parameters('open')), '-')", "a-{parameters('open')}"),
        ("concat('a-', toLower(parameters('open')))", "a-{toLower(parameters('open'))}"),
    ],
)
def test_what_is_known_of_a_text_is_kept(expression: str, expected: str) -> None:
    assert rendered(value(expression)) == expected


def test_a_scope_that_is_not_known_stands_in_braces() -> None:
    found = value(f"resourceId('{VNET}', 'v')", Hole("subscription", "?"), Hole("resourceGroup", "?"))
    assert rendered(found) == f"/subscriptions/{{subscription}}/resourceGroups/{{resourceGroup}}/providers/{VNET}/v"


def test_two_fresh_values_are_two() -> None:
    found = value("createArray(newGuid(), newGuid())")
    assert isinstance(found, list)
    assert found[0] != found[1]


@pytest.mark.parametrize(("written", "meant"), [("[[not()]", "[not()]"), ("[open", "[open"), ("plain", "plain")])
def test_texts_that_are_no_expressions(written: str, meant: str) -> None:
    scope = Scope(new_context(TEMPLATE, {}, Target("s1", "rg", "x"), Budget("t.json")))
    assert evaluate(written, scope) == meant
