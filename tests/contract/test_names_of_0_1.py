"""What version 0.1 could import can still be imported.

`imports_0_1.txt` holds the imports that its documentation, examples and templates wrote. `public_names_0_1.json` holds
the public modules it had, each with the functions, classes and constants defined in it. Neither is ever to be
regenerated.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
NAMES: dict[str, list[str]] = {
    module: names.split()
    for module, names in json.loads((HERE / "public_names_0_1.json").read_text(encoding="utf-8")).items()
}
IMPORTS = (HERE / "imports_0_1.txt").read_text(encoding="utf-8").splitlines()

_SHORTCUT = "speed bought with structure, which went with what it replaced in the SDK or the store"
_OUTPUTS = "outputs follow from the annotations of the component: `output_types`"
_WORLD = "a helper of the file's reader; `WorldFile` and its records are what is read from outside"
_BY_CATEGORY = "no list names a rule: `RULES`, each with its `category`"
_MARKS = "the engine's marks and secret names lie in `hubspoke_network.core`, once"
_TYPES = "ARM types in lower case, a second spelling of `hubspoke_network.azure.type_names`"
_REFUSALS = "refusals lie in `hubspoke_network.refusals`, those that need the store in `azure_offline.arm.state_rules`"
_ONE_A_FILE = "one declaration a file, and what they share in `azure_offline.arm.resources`"
_PLUGIN = "inside of the plugin's process; nothing that a folder or a program writes"

GONE_MODULES = {
    "azure_offline.bare_stubs": _SHORTCUT,
    "azure_offline.language_host.policy_stack": "the host gives the stack's name by a public way",
    "azure_offline.language_host.sdk_shortcuts": _SHORTCUT,
    "azure_offline.store_known": _SHORTCUT,
    "azure_offline.store_writes": _SHORTCUT,
}
GONE_NAMES = {
    "azure_offline.arm.types.watchers": (
        "FLOW_LOG FLOW_LOG_TYPE NETWORK_WATCHER STORAGE WATCHER WORKSPACE_TYPE",
        _ONE_A_FILE,
    ),
    "azure_offline.arm.types.subnet_services": (
        "AZURE_FIREWALL BASTION_HOST COLLECTION_GROUP FIREWALL_POLICY "
        "FIREWALL_POLICY_RULE_COLLECTION_GROUP IP_GROUP IP_GROUP_TYPE POLICY",
        _ONE_A_FILE,
    ),
    "azure_offline.arm.types.services": (
        "BALANCER DDOS_PLAN DDOS_PROTECTION_PLAN ENDPOINT LOAD_BALANCER LOCK MACHINE "
        "MANAGEMENT_LOCK PRIVATE_DNS_ZONE_GROUP PRIVATE_ENDPOINT STORAGE_ACCOUNT VIRTUAL_MACHINE "
        "WORKSPACE ZONE_GROUP",
        _ONE_A_FILE,
    ),
    "azure_offline.arm.types.route_filters": ("ROUTE_FILTER_RULE access communities one_rule", _ONE_A_FILE),
    "azure_offline.arm.types.public_addresses": ("PUBLIC_IP_PREFIX prefix_length", _ONE_A_FILE),
    "azure_offline.arm.types.private_dns": ("PRIVATE_DNS_LINK PRIVATE_DNS_ZONE ZONE", _ONE_A_FILE),
    "azure_offline.arm.types.express_route_peerings": (
        "EXPRESS_ROUTE_CIRCUIT_CONNECTION global_reach_local",
        _ONE_A_FILE,
    ),
    "azure_offline.arm.responses": (
        "NOT_VERIFIED WORDING_MARK",
        "the code of a refusal: `hubspoke_network.refusals.refusal`",
    ),
    "azure_offline.arm.rules": ("Check Rule stated", _REFUSALS),
    "azure_offline.arm.types.connection_rules": ("CONNECTION_RULES authorization circuit_not_ready", _REFUSALS),
    "azure_offline.arm.types.express_route_circuit_rules": (
        "CIRCUIT_RULES delete_provisioned office365_lowered",
        _REFUSALS,
    ),
    "azure_offline.arm.types.express_route_peering_rules": ("PEERING_RULES not_provisioned", _REFUSALS),
    "azure_offline.arm.types.network_security_groups": (
        "APPLICATION_SECURITY_GROUP ASG SECURITY_RULE asg_networks member_networks rule_form",
        _ONE_A_FILE,
    ),
    "azure_offline.arm.types.peering_rules": (
        "PEERING_RULES no_remote_gateway overlap_third overlap_third_of_local remote_disconnected",
        _REFUSALS,
    ),
    "azure_offline.arm.types.route_tables": (
        "NEXT_HOPS ROUTE_SPEC default_routes next_hop_address next_hop_type route_prefix",
        _ONE_A_FILE,
    ),
    "azure_offline.checkup": ("running", "inside of the command `doctor`"),
    "hubspoke_policies.reading": ("flat stripped", "helpers of rules, which are asked by where they lie"),
    "azure_offline.provider.azure": ("Disturbed", "what it was a protocol for is `Backend` now"),
    "azure_offline.store": ("Session", "a transaction of the store is one object now"),
    "azure_offline.store_schema": ("CHECKPOINT_PAGES TABLES place_of", "the inside of the database's file"),
    "azure_offline.world": ("DEFAULT_TEXT HEADER Provisioning Watchers guid known_limits", _WORLD),
    "hubspoke.plugin.compatibility": ("Change Json", _PLUGIN),
    "hubspoke.plugin.served": ("output_names output_shapes", _OUTPUTS),
    "hubspoke.plugin.server": ("Servicer", "made by `hubspoke._pulumi.servicer`, as it rests on a private name"),
    "hubspoke.plugin.values": ("Path Taken take", _PLUGIN),
    "hubspoke_cli.adoption.documents": (
        "ADDRESS AUTHORIZATION CIRCUIT_PEERING CONNECTION FILTER_RULE GATEWAY LOCAL_GATEWAY NAT NSG PEERING SUBNET "
        "TABLE",
        _TYPES,
    ),
    "hubspoke_cli.check_output": ("sentence", "a method of `Finding`"),
    "hubspoke_cli.verbs.schema": ("Kind", "the choices of a verb, which is run and not imported"),
    "hubspoke_network.peerings": ("all_peerings", "`Peerings` answers for a whole model"),
    "hubspoke_network.readers.values": ("SECRET SECRET_PROPERTIES UNKNOWNS", _MARKS),
    "hubspoke_policies.registry": ("OFFICE365 SECURITY TOPOLOGY", _BY_CATEGORY),
    "hubspoke_policies.values": ("SECRET_PROPERTIES", _MARKS),
}
GONE_IMPORTS = {
    "from azure_offline.arm.responses import NOT_VERIFIED",
    "from hubspoke.plugin.served import output_shapes",
    "from hubspoke_policies.registry import OFFICE365",
    "from hubspoke_policies.registry import SECURITY",
    "from hubspoke_policies.registry import TOPOLOGY",
}
"""The generator of our own documentation pages wrote these; no page showed them."""

LOOK = """
import importlib, json, sys
given = json.load(sys.stdin)
modules, names, statements = {}, {}, []
for module, wanted in given["names"].items():
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        modules[module] = str(error)
        continue
    if missing := [name for name in wanted if not hasattr(found, name)]:
        names[module] = missing
for statement in given["imports"]:
    try:
        exec(statement, {})
    except ImportError:
        statements.append(statement)
json.dump([modules, names, statements], sys.stdout)
"""


@cache
def missing() -> tuple[dict[str, str], dict[str, list[str]], list[str]]:
    """Modules, names and import statements of 0.1 that fail, in an interpreter that knows only the old paths."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOOK],
        input=json.dumps({"names": NAMES, "imports": IMPORTS}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules, names, statements = json.loads(done.stdout)
    return modules, names, statements


def test_the_lists_are_those_of_0_1() -> None:
    assert (len(NAMES), sum(map(len, NAMES.values())), len(IMPORTS)) == (428, 2126, 67)
    assert [module for module in NAMES if any(part.startswith("_") for part in module.split("."))] == []


def test_every_public_module_imports() -> None:
    assert missing()[0] == {module: f"No module named '{module}'" for module in GONE_MODULES}


def test_every_public_name_is_where_it_was() -> None:
    assert missing()[1] == {module: names.split() for module, (names, _) in GONE_NAMES.items()}


def test_everything_that_was_shown_or_written_imports() -> None:
    assert set(missing()[2]) == GONE_IMPORTS


def test_a_renamed_name_is_the_same_object() -> None:
    from hubspoke_network import security_groups  # type: ignore[attr-defined]
    from hubspoke_network.readers.pulumi_resources import PulumiResource, Seen
    from hubspoke_network.rules.security_groups import DecisionPart

    assert security_groups.Part is DecisionPart
    assert Seen is PulumiResource
