"""Every finding about classic networks: the condition that raises it, where, and what it says."""

from collections.abc import Sequence
from typing import Any

import pytest

from hubspoke_migration.classic.planner import plan_migration
from hubspoke_network.core.findings import Finding
from hubspoke_network.readers.classic.configuration import (
    ClassicGateway,
    ClassicNetwork,
    ClassicPrefix,
    ClassicSubnet,
    ConnectionType,
    DnsServer,
    LocalSite,
    NetworkConfiguration,
    SiteReference,
    Unread,
    classic_prefix,
)
from hubspoke_network.readers.classic.inventory import Inventory
from hubspoke_network.refusals.classic.case import Case
from hubspoke_network.refusals.classic.rules import classic_rules

Found = tuple[str, str, str, str]


def prefix(text: str) -> ClassicPrefix:
    read = classic_prefix(text)
    assert read is not None
    return read


def net(
    name: str = "aa",
    space: Sequence[str] = ("10.1.0.0/16",),
    subnets: dict[str, str] | None = None,
    sites: dict[str, ConnectionType] | None = None,
    *,
    location: str | None = "West Europe",
    dns: Sequence[str] = (),
    gateway: ClassicGateway | None = None,
    group: str | None = None,
) -> ClassicNetwork:
    """A network; with `sites` it has a gateway element that connects to them."""
    if sites is not None:
        gateway = ClassicGateway(sites=tuple(SiteReference(site, (kind,)) for site, kind in sites.items()))
    return ClassicNetwork(
        name,
        location,
        group,
        tuple(map(prefix, space)),
        tuple(ClassicSubnet(key, prefix(text)) for key, text in (subnets or {}).items()),
        tuple(dns),
        gateway,
    )


def site(name: str, *space: str, vpn: str | None = None) -> LocalSite:
    return LocalSite(name, tuple(map(prefix, space)), vpn)


ONPREM = site("onprem", "172.16.0.0/12")
ALL_BUT_QUIET = [
    f"192.168.{third}.0/{length}" for third, length in ((0, 17), (128, 18), (192, 19), (224, 20), (240, 21), (252, 22))
]
POOL = {"pool": "10.224.0.0/16"}


def found(
    *networks: ClassicNetwork,
    sites: Sequence[LocalSite] = (ONPREM,),
    dns: Sequence[DnsServer] = (),
    unread: Sequence[Unread] = (),
    used: bool = True,
    inventory: dict[str, Any] | None = None,
    listed: bool = True,
) -> tuple[Finding, ...]:
    """Every finding. `listed` puts all networks into the inventory; `used` has a quiet network use every site."""
    raw: dict[str, Any] = {"target": POOL} | (inventory or {})
    everything = list(networks)
    if used and sites:
        quiet = net("quiet", ["192.168.250.0/24"], {"GatewaySubnet": "192.168.250.0/27"})
        references = tuple(SiteReference(one.name, ("IPsec",)) for one in sites)
        everything.append(
            ClassicNetwork(
                quiet.name, quiet.location, None, quiet.prefixes, quiet.subnets, (), ClassicGateway(sites=references)
            )
        )
    if listed:
        names = {one.name: {} for one in everything}
        raw["virtualNetworks"] = names | raw.get("virtualNetworks", {})
    configuration = NetworkConfiguration(tuple(dns), tuple(sites), tuple(everything), tuple(unread))
    return plan_migration(Case(configuration, Inventory.model_validate(raw))).findings


def brief(findings: Sequence[Finding]) -> list[Found]:
    return [(one.rule.removeprefix("classic-"), one.resource, one.path, one.value) for one in findings]


def machine(**what: Any) -> dict[str, Any]:
    """An inventory with one machine `m` of service `s` in network `a`."""
    return {
        "cloudServices": {"s": {"virtualNetwork": "aa", "virtualMachines": {"m": {"subnets": ["app"]} | what}}},
    }


def service(**what: Any) -> dict[str, Any]:
    return {"cloudServices": {"s": {"virtualNetwork": "aa"} | what}}


APP = net(subnets={"app": "10.1.1.0/24"})
A, M = "virtualNetworks/aa", "cloudServices.s.virtualMachines.m"
CIRCUIT: dict[str, Any] = {
    "circuits": {"er": {"model": "arm", "serviceKey": "k", "allowClassicOperations": True}},
    "virtualNetworks": {"aa": {"circuit": "er", "gateways": [{"mode": "DedicatedCircuit"}]}},
}
LINKED = net(subnets={"GatewaySubnet": "10.1.255.0/27"}, sites={"onprem": "Dedicated"})


def test_nothing_is_found_in_a_sound_network() -> None:
    assert found(APP, inventory=machine()) == ()


def with_gateway(**gateway: Any) -> dict[str, Any]:
    return CIRCUIT | {"virtualNetworks": {"aa": {"circuit": "er", "gateways": [gateway] if gateway else []}}}


DEDICATED: Found = ("dedicated-connection", A, "gateway.connectionsToLocalNetwork", "onprem")

CASES = {
    "roles beside machines": (
        found(
            APP,
            inventory=service(
                roles={"w": {"kind": "web"}, "j": {"kind": "worker"}}, virtualMachines={"m": {"subnets": ["app"]}}
            ),
        ),
        [("roles-beside-machines", A, "cloudServices.s.roles", "j (worker), w (web)")],
    ),
    "roles only": (
        found(APP, inventory=service(roles={"w": {"kind": "web"}})),
        [("roles-only", A, "cloudServices.s.roles", "w (web)")],
    ),
    "classic circuit": (
        found(APP, inventory={"circuits": {"er": {"model": "classic"}}}),
        [("circuit-classic", "circuits/er", "model", "classic")],
    ),
    "peering": (
        found(APP, inventory={"virtualNetworks": {"aa": {"peerings": ["hub"]}}}),
        [("peering", A, "peerings", "hub")],
    ),
    "endpoint access lists": (
        found(APP, inventory=machine(endpointAcls=True)),
        [("endpoint-acl", A, f"{M}.endpointAcls", "true")],
    ),
    "application gateway": (
        found(APP, inventory={"virtualNetworks": {"aa": {"services": ["ApplicationGateway"]}}}),
        [("application-gateway", A, "services", "ApplicationGateway")],
    ),
    "api management": (
        found(APP, inventory={"virtualNetworks": {"aa": {"services": ["ApiManagement"]}}}),
        [("api-management", A, "services", "ApiManagement")],
    ),
    "app service environment": (
        found(APP, inventory={"virtualNetworks": {"aa": {"services": ["AppServiceEnvironment"]}}}),
        [("app-service-environment", A, "services", "AppServiceEnvironment")],
    ),
    "hdinsight": (
        found(APP, inventory={"virtualNetworks": {"aa": {"services": ["HDInsight"]}}}),
        [("hdinsight", A, "services", "HDInsight")],
    ),
    "dynamics lifecycle services": (
        found(APP, inventory={"virtualNetworks": {"aa": {"services": ["DynamicsLifecycleServices"]}}}),
        [("dynamics-lifecycle", A, "services", "DynamicsLifecycleServices")],
    ),
    "both gateways": (
        found(
            LINKED,
            inventory=CIRCUIT
            | {
                "virtualNetworks": {
                    "aa": {"circuit": "er", "gateways": [{"mode": "DedicatedCircuit"}, {"mode": "IPsec"}]}
                }
            },
        ),
        [("two-gateways", A, "gateways", ""), DEDICATED],
    ),
    "machine in two subnets": (
        found(
            net(subnets={"app": "10.1.1.0/24", "web": "10.1.2.0/24"}), inventory=machine(subnets=["web", "app", "web"])
        ),
        [("machine-subnets", A, f"{M}.subnets", "app, web")],
    ),
    "machine without subnet": (
        found(APP, inventory=machine(subnets=[])),
        [("machine-no-subnet", A, f"{M}.subnets", "")],
    ),
    "two availability sets": (
        found(
            APP,
            inventory=service(
                virtualMachines={
                    "m": {"subnets": ["app"], "availabilitySet": "x"},
                    "n": {"subnets": ["app"], "availabilitySet": "y"},
                }
            ),
        ),
        [("availability-sets", A, "cloudServices.s.virtualMachines", "x, y")],
    ),
    "partial availability set": (
        found(
            APP,
            inventory=service(
                virtualMachines={"m": {"subnets": ["app"], "availabilitySet": "x"}, "n": {"subnets": ["app"]}}
            ),
        ),
        [("availability-set-partial", A, "cloudServices.s.virtualMachines", "n")],
    ),
    "xml extension": (
        found(APP, inventory=machine(extensions=["BGInfo", "BGInfo 2.1", "WebDeployForVSDevTest", "CustomScript"])),
        [
            ("extension-xml", A, f"{M}.extensions", "BGInfo"),
            ("extension-xml", A, f"{M}.extensions", "WebDeployForVSDevTest"),
        ],
    ),
    "backup extension": (
        found(APP, inventory=machine(extensions=["VMSnapshotLinux"])),
        [("extension-backup", A, f"{M}.extensions", "VMSnapshotLinux")],
    ),
    "defender extension": (
        found(APP, inventory=machine(extensions=["MDE.Windows"])),
        [("extension-defender", A, f"{M}.extensions", "MDE.Windows")],
    ),
    "boot diagnostics": (
        found(APP, inventory=machine(bootDiagnosticsOnPremiumStorage=True)),
        [("boot-diagnostics", A, f"{M}.bootDiagnosticsOnPremiumStorage", "true")],
    ),
    "alerts and autoscale": (
        found(APP, inventory=machine(alerts=True, autoscale=True)),
        [("settings-dropped", A, f"{M}.alerts", "true")],
    ),
    "transit": (
        found(
            net(subnets={}, sites={"behind-b": "IPsec"}),
            net("bb", ["10.2.0.0/16"]),
            sites=[site("behind-b", "10.2.0.0/16", "172.16.0.0/12", vpn="203.0.113.1")],
            used=False,
        ),
        [("transit-vpn", A, "gateway.connectionsToLocalNetwork", "behind-b")],
    ),
    "circuit of another subscription": (
        found(
            LINKED,
            inventory=CIRCUIT
            | {
                "subscription": "s1",
                "circuits": {"er": {"model": "arm", "subscription": "s2", "allowClassicOperations": True}},
            },
        ),
        [("circuit-other-subscription", A, "circuit", "er"), DEDICATED],
    ),
    "connections to empty": (found(LINKED, inventory=CIRCUIT), [DEDICATED]),
    "not in the inventory": (
        found(APP, listed=False, used=False, sites=()),
        [("uninventoried", A, "", "")],
    ),
    "no site: no gateway element": (
        found(net(subnets={"GatewaySubnet": "10.1.255.0/27"}), inventory=with_gateway()),
        [("gateway-no-site", A, "gateway", ""), ("gateway-not-provisioned", A, "gateways", "")],
    ),
    "no site: empty gateway element": (
        found(
            net(subnets={"GatewaySubnet": "10.1.255.0/27"}, gateway=ClassicGateway("Small")), inventory=with_gateway()
        ),
        [("gateway-no-site", A, "gateway", ""), ("gateway-not-provisioned", A, "gateways", "")],
    ),
    "wrong mode: made in the portal": (
        found(LINKED, inventory=with_gateway(mode="IPsec")),
        [("gateway-mode", A, "gateways[0].mode", "IPsec")],
    ),
    "wrong mode: connection type": (
        found(net(subnets={"GatewaySubnet": "10.1.255.0/27"}, sites={"onprem": "IPsec"}), inventory=with_gateway()),
        [
            ("gateway-mode", A, "gateway.connectionsToLocalNetwork", "IPsec"),
            ("gateway-not-provisioned", A, "gateways", ""),
        ],
    ),
    "not provisioned": (
        found(LINKED, inventory=with_gateway(mode="DedicatedCircuit", state="Provisioning")),
        [("gateway-not-provisioned", A, "gateways[0].state", "Provisioning"), DEDICATED],
    ),
    "no gateway made": (found(LINKED, inventory=with_gateway()), [("gateway-not-provisioned", A, "gateways", "")]),
    "no gateway subnet": (
        found(net(sites={"onprem": "Dedicated"}), inventory=CIRCUIT),
        [("gateway-subnet-missing", A, "subnets", ""), DEDICATED],
    ),
    "gateway subnet too small for ASM": (
        found(net(subnets={"gatewaysubnet": "10.1.255.248/29"}, sites={"onprem": "Dedicated"}), inventory=CIRCUIT),
        [("gateway-subnet-small", A, "subnets.gatewaysubnet", "10.1.255.248/29"), DEDICATED],
    ),
    "gateway subnet too small for ARM": (
        found(net(subnets={"GatewaySubnet": "10.1.255.240/28"}, sites={"onprem": "Dedicated"}), inventory=CIRCUIT),
        [("gateway-subnet-small", A, "subnets.GatewaySubnet", "10.1.255.240/28"), DEDICATED],
    ),
    "gateway sku": (
        found(LINKED, inventory=with_gateway(mode="DedicatedCircuit", sku="Basic")),
        [("gateway-sku", A, "gateways[0].sku", "Basic"), DEDICATED],
    ),
    "gateway profile": (
        found(net(gateway=ClassicGateway("Tiny", sites=(SiteReference("onprem", ("IPsec",)),)))),
        [("gateway-profile", A, "gateway.profile", "Tiny")],
    ),
    "client pool": (
        found(net(gateway=ClassicGateway(client_pools=(prefix("10.99.0.0/24"),)))),
        [("client-pool", A, "gateway.clientPools", "10.99.0.0/24")],
    ),
    "host bits": (
        found(
            net(
                space=["10.1.2.3/16"],
                subnets={"app": "10.1.1.9/24"},
                gateway=ClassicGateway(client_pools=(prefix("10.99.0.1/24"),)),
            ),
            sites=[site("onprem", "172.16.0.9/12")],
        ),
        [
            ("host-bits", "localNetworkSites/onprem", "addressSpace[0]", "172.16.0.9/12"),
            ("host-bits", A, "addressSpace[0]", "10.1.2.3/16"),
            ("host-bits", A, "gateway.clientPools[0]", "10.99.0.1/24"),
            ("host-bits", A, "subnets.app", "10.1.1.9/24"),
            ("client-pool", A, "gateway.clientPools", "10.99.0.1/24"),
        ],
    ),
    "forbidden range": (
        found(net(space=["169.254.0.0/24"])),
        [("forbidden-range", A, "addressSpace[0]", "169.254.0.0/24")],
    ),
    "public space": (
        found(net(space=["8.8.0.0/16", "100.64.0.0/16"])),
        [("public-space", A, "addressSpace[0]", "8.8.0.0/16")],
    ),
    "subnet outside": (
        found(net(subnets={"app": "10.2.1.0/24", "web": "10.1.0.0/16"})),
        [("subnet-outside", A, "subnets.app", "10.2.1.0/24")],
    ),
    "subnets overlap": (
        found(net(subnets={"app": "10.1.1.0/24", "web": "10.1.1.128/25", "db": "10.1.1.0/24"})),
        [("subnets-overlap", A, "subnets.db", "10.1.1.0/24"), ("subnets-overlap", A, "subnets.web", "10.1.1.128/25")],
    ),
    "space overlaps itself": (
        found(net(space=["10.1.0.0/16", "10.1.128.0/17"])),
        [("space-overlaps-itself", A, "addressSpace[1]", "10.1.128.0/17")],
    ),
    "subnet size": (
        found(net(subnets={"app": "10.1.1.0/30", "web": "10.1.2.0/29"})),
        [("subnet-size", A, "subnets.app", "10.1.1.0/30")],
    ),
    "networks overlap": (
        found(net(), net("bb", ["10.1.4.0/24"]), net("cc", ["10.1.0.0/16"])),
        [
            ("networks-overlap", "virtualNetworks/bb", "addressSpace[0]", "10.1.4.0/24"),
            ("networks-overlap", "virtualNetworks/cc", "addressSpace[0]", "10.1.0.0/16"),
        ],
    ),
    "overlaps on-premises": (
        found(
            net(space=["10.64.0.0/16"]),
            net("bb", ["10.65.0.0/16"]),
            inventory={"target": POOL | {"onPremises": ["10.64.0.0/16", "10.65.9.0/24"]}},
        ),
        [
            ("overlaps-on-premises", A, "addressSpace[0]", "10.64.0.0/16"),
            ("overlaps-on-premises", "virtualNetworks/bb", "addressSpace[0]", "10.65.0.0/16"),
        ],
    ),
    "within on-premises": (
        found(net(), inventory={"target": POOL | {"onPremises": ["10.0.0.0/9"]}}),
        [("within-on-premises", A, "addressSpace[0]", "10.1.0.0/16")],
    ),
    "overlaps the target": (
        found(net(), inventory={"target": POOL | {"reserved": ["10.1.3.0/24"]}}),
        [("overlaps-target", A, "addressSpace[0]", "10.1.0.0/16")],
    ),
    "sites overlap": (
        found(sites=[ONPREM, site("branch", "172.20.0.0/16", vpn="203.0.113.1")]),
        [("sites-overlap", "localNetworkSites/branch", "addressSpace[0]", "172.20.0.0/16")],
    ),
    "site gone": (
        found(net(sites={"nowhere": "IPsec"})),
        [("site-gone", A, "gateway.connectionsToLocalNetwork", "nowhere")],
    ),
    "dns server gone": (found(net(dns=["dc1"])), [("dns-gone", A, "dnsServersRef", "dc1")]),
    "dns server nowhere": (
        found(
            net(dns=["dc1", "dc2", "public"]),
            dns=[DnsServer("dc1", "192.168.9.4"), DnsServer("dc2", "172.16.0.4"), DnsServer("public", "8.8.8.8")],
        ),
        [("dns-unplaced", "dnsServers/dc1", "IPAddress", "192.168.9.4")],
    ),
    "many dns servers": (
        found(
            net(dns=[f"d{i}" for i in range(21)]),
            dns=[DnsServer(f"d{i}", "8.8.8.8") for i in range(21)],
        ),
        [("dns-many", A, "dnsServersRef", "21")],
    ),
    "site unused": (
        found(sites=[site("old", "192.168.7.0/24")], used=False),
        [("site-unused", "localNetworkSites/old", "", "")],
    ),
    "site empty": (found(sites=[site("void")]), [("site-empty", "localNetworkSites/void", "addressSpace", "")]),
    "element not understood": (
        found(unread=[Unread("VirtualNetworkSite/Label")], sites=()),
        [("unread", "netcfg.xml", "VirtualNetworkSite/Label", "")],
    ),
    "names": (
        found(
            net("my net", subnets={"front end": "10.1.1.0/24"}),
            sites=[site("on prem", "172.16.0.0/12")],
        ),
        [
            ("name", "localNetworkSites/on prem", "name", "on prem"),
            ("name", "virtualNetworks/my net", "name", "my net"),
            ("name", "virtualNetworks/my net", "subnets.front end.name", "front end"),
        ],
    ),
    "names differ in case": (
        found(net(subnets={"app": "10.1.1.0/24", "App": "10.1.2.0/24"}), net("AA", ["10.2.0.0/16"])),
        [
            ("names-collide", "virtualNetworks/AA", "name", "AA"),
            ("names-collide", A, "subnets.App", "App"),
        ],
    ),
    "no region": (found(net(location=None, group="g")), [("no-location", A, "location", "")]),
    "unknown networks": (
        found(
            inventory={
                "virtualNetworks": {"gone": {}},
                "cloudServices": {"s": {"virtualNetwork": "lost"}, "t": {"virtualNetwork": "QUIET"}},
            }
        ),
        [
            ("unknown-network", "inventory/cloudServices/s", "virtualNetwork", "lost"),
            ("unknown-network", "inventory/virtualNetworks/gone", "", "gone"),
        ],
    ),
    "unknown subnet": (
        found(APP, inventory=machine(subnets=["gone"])),
        [("unknown-subnet", "inventory/cloudServices/s", "subnets", "gone")],
    ),
    "unknown circuit": (
        found(
            LINKED,
            inventory=with_gateway(mode="DedicatedCircuit") | {"circuits": {}, "target": POOL | {"circuit": "er2"}},
        ),
        [
            ("unknown-circuit", "inventory/target", "circuit", "er2"),
            ("unknown-circuit", "inventory/virtualNetworks/aa", "circuit", "er"),
            ("no-circuit", "target", "circuit", ""),
            DEDICATED,
        ],
    ),
    "service outside networks": (
        found(inventory={"cloudServices": {"s": {}}}),
        [("no-network", "inventory/cloudServices/s", "virtualNetwork", "")],
    ),
    "another region": (
        found(net(location="North Europe"), inventory={"target": POOL | {"location": "westeurope"}}),
        [("other-region", A, "location", "northeurope")],
    ),
    "pool chosen": (
        found(net(), inventory={"target": {}}),
        [("pool-chosen", "target", "pool", "10.0.0.0/16")],
    ),
    "no pool": (
        found(net(), inventory={"target": {"reserved": ["10.0.0.0/8", *ALL_BUT_QUIET]}}),
        [("overlaps-target", A, "addressSpace[0]", "10.1.0.0/16"), ("pool-none", "target", "pool", "")],
    ),
    "pool full": (
        found(
            APP,
            inventory=service(roles={"w": {"kind": "web"}}, virtualMachines={"m": {"subnets": ["app"]}})
            | {"target": {"pool": "10.9.0.0/22"}},
        ),
        [
            ("pool-full", A, "", "10.9.0.0/22"),
            ("roles-beside-machines", A, "cloudServices.s.roles", "w (web)"),
        ],
    ),
    "pool without room for the hub": (
        found(APP, inventory={"target": {"pool": "10.9.0.0/24"}}),
        [("pool-full", "target", "pool", "10.9.0.0/24")],
    ),
    "no prefix on-premises": (
        found(net(subnets={"GatewaySubnet": "10.1.255.0/27"}), inventory=with_gateway(), sites=()),
        [
            ("gateway-no-site", A, "gateway", ""),
            ("gateway-not-provisioned", A, "gateways", ""),
            ("no-on-premises", A, "gateway", ""),
        ],
    ),
}


@pytest.mark.parametrize(("findings", "expected"), CASES.values(), ids=CASES)
def test_what_is_found(findings: tuple[Finding, ...], expected: list[Found]) -> None:
    assert brief(findings) == expected


def test_too_many_links_and_peerings() -> None:
    networks = [
        net(f"n{i}", [f"10.{i}.0.0/16"], {"GatewaySubnet": f"10.{i}.255.0/27"}, {"onprem": "Dedicated"})
        for i in range(10)
    ]
    known = {one.name: {"circuit": "er", "gateways": [{"mode": "DedicatedCircuit"}]} for one in networks}
    links = found(*networks, inventory=CIRCUIT | {"virtualNetworks": known})
    assert brief(links)[0] == ("circuit-links", "circuits/er", "", "11")
    many = found(*(net(f"n{i}", [f"10.{i >> 8}.{i & 255}.0/24"]) for i in range(501)), used=False, sites=())
    assert brief(many) == [("peerings-most", "target", "hub", "501")]


def test_every_rule_has_a_case() -> None:
    seen = {f"classic-{rule}" for _, expected in CASES.values() for rule, *_ in expected}
    assert set(classic_rules()) - seen == {"classic-circuit-links", "classic-peerings-most"}


@pytest.mark.parametrize(
    ("case", "text"),
    [
        (
            "no site: no gateway element",
            "classic-gateway-no-site: virtualNetworks/aa gateway: has to reach the circuit and has no Gateway element"
            ' (Azure says: "New-AzureVNetGateway : BadRequest: A gateway is not specified in the network configuration'
            ' file for the specified virtual network"); put the gatewayProfile of the plan into the network (Resource'
            " Explorer: Edit, add, PUT), then run New-AzureVNetGateway again",
        ),
        (
            "wrong mode: made in the portal",
            "classic-gateway-mode: virtualNetworks/aa gateways[0].mode: 'IPsec' has to reach the circuit and its"
            ' gateway was made as IPsec (Azure says: "New-AzureDedicatedCircuitLink : BadRequest: This operation is'
            ' enabled only for the following gateway mode(s): DedicatedCircuit."); delete the gateway'
            " (Remove-AzureVNetGateway), set the connection type to Dedicated, make it again with New-AzureVNetGateway",
        ),
        (
            "no gateway made",
            "classic-gateway-not-provisioned: virtualNetworks/aa gateways: has to reach the circuit and no gateway has"
            ' been made (Azure says: "New-AzureDedicatedCircuitLink : BadRequest: The current provisioning status of'
            ' the gateway prevents this operation."); make it with New-AzureVNetGateway and wait until'
            " Get-AzureVNetGateway says Provisioned, then link",
        ),
        (
            "host bits",
            "classic-host-bits: localNetworkSites/onprem addressSpace[0]: '172.16.0.9/12' has host bits set; write"
            " 172.16.0.0/12 in the network configuration before Prepare",
        ),
    ],
)
def test_what_a_finding_says(case: str, text: str) -> None:
    assert str(CASES[case][0][0]) == text


def test_findings_know_their_line_and_their_doubt() -> None:
    a = ClassicNetwork("aa", None, None, (prefix("10.1.0.0/16"),), line=7)
    configuration = NetworkConfiguration(networks=(a,))
    findings = plan_migration(Case(configuration, Inventory.model_validate({"target": POOL}), "x.xml")).findings
    assert [(one.rule, str(one.source), one.undecided) for one in findings] == [
        ("classic-no-location", "x.xml:7", True),
        ("classic-uninventoried", "x.xml:7", True),
    ]
