"""Steps that move one network, and those that make its holding network first."""

from hubspoke_migration.classic.commands import SITES, classic_id, command, edited_configuration, move_network, quoted
from hubspoke_migration.classic.plan import HoldingPlan, NetworkPlan, Plan, Step
from hubspoke_migration.classic.steps_first import GATEWAY_MINUTES, hub_group, hub_network
from hubspoke_network.core import Finding
from hubspoke_network.refusals.classic import classic_rules

_DONE_BY_STEPS = frozenset({"classic-roles-beside-machines", "classic-circuit-other-subscription"})
_TO_HUB = "its way to on-premises, from here until the hub's gateway takes over"


def holding_steps(plan: Plan, holding: HoldingPlan, key: str | None) -> tuple[Step, ...]:
    """Make a holding network, let it reach the circuit, move the roles. `key` is the circuit's service key."""
    make = Step(
        "Make the holding network",
        "classic",
        edited_configuration(
            f"with-{holding.key}",
            f'[xml]$piece = Get-Content "$PWD\\holding\\{holding.key}.xml" -Encoding UTF8',
            f"[void]{SITES}.AppendChild($netcfg.ImportNode($piece.DocumentElement, $true))",
        ),
        f"the roles of {holding.origin} need a network of their own: {holding.prefix}",
        check=f"Get-AzureVNetSite -VNetName {quoted(holding.name)} shows it in state Created",
        back="put the exported netcfg-now.xml back with Set-AzureVNetConfig",
    )
    reach = gateway_steps(plan, holding.name, holding.key, key) if holding.reach == "gateway" else ()
    if holding.reach == "peering":
        reach = (_peer_hub(plan, holding.name, holding.key),)
    return (make, *reach, *(_redeploy(holding, service) for service in holding.services))


def gateway_steps(plan: Plan, network: str, key: str, service_key: str | None) -> tuple[Step, ...]:
    """A classic network's way to the circuit: profile, gateway, link, in the only order that works."""
    profiled = any(profile.key == key for profile in plan.profiles)
    file = f"gateway-profiles/{key}.json" if profiled else "the local network sites"
    return (
        Step(
            "Put the gateway profile into the network",
            "hand",
            (),
            f"Resource Explorer: the subscription, its resource group, the network {network}; Read/Write, Edit;"
            f" paste gatewayProfile from {file} after subnets; PUT. Without it the next command fails",
            check="GET shows gatewayProfile with the site and its prefixes",
            back="remove gatewayProfile, PUT",
            cures=("classic-gateway-no-site",),
        ),
        Step(
            "Make its gateway",
            "classic",
            (f"{command('New-AzureVNetGateway', VNetName=network)} -GatewayType DynamicRouting -GatewaySKU Standard",),
            "made here and not in the portal, which would make a VPN gateway that no circuit can be linked to",
            check=f"(Get-AzureVNetGateway -VNetName {quoted(network)}).State is Provisioned; wait for it",
            back=command("Remove-AzureVNetGateway", VNetName=network),
            minutes=GATEWAY_MINUTES,
            cures=("classic-gateway-mode", "classic-gateway-not-provisioned"),
        ),
        Step(
            "Link it to the circuit",
            "classic",
            (command("New-AzureDedicatedCircuitLink", ServiceKey=service_key, VNetName=network),),
            "works only with a gateway that is provisioned, and in mode DedicatedCircuit",
            check="the link's State is Provisioned, and on-premises learns the network's prefix",
            back=command("Remove-AzureDedicatedCircuitLink", ServiceKey=service_key, VNetName=network),
        ),
    )


def cure_steps(network: NetworkPlan, findings: tuple[Finding, ...]) -> tuple[Step, ...]:
    """What has to be done by hand before Validate: one step for each rule, then prefixes with host bits."""
    return (*_cures(findings), *_corrections(network, findings))


def _cures(findings: tuple[Finding, ...]) -> tuple[Step, ...]:
    """One step for each rule the migration service would refuse the network by."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if classic_rules()[finding.rule].effect == "refused" and finding.rule not in _DONE_BY_STEPS:
            by_rule.setdefault(finding.rule, []).append(finding)
    steps = []
    for rule_id, found in sorted(by_rule.items()):
        rule = classic_rules()[rule_id]
        where = tuple(dict.fromkeys(f"{finding.path}: {finding.value}".removesuffix(": ") for finding in found))
        instead = "; ".join(dict.fromkeys(finding.instead for finding in found))
        steps.append(Step(rule.title, "hand", (), f"{rule.cause}. {instead}", "; ".join(where), cures=(rule_id,)))
    return tuple(steps)


def _corrections(network: NetworkPlan, findings: tuple[Finding, ...]) -> tuple[Step, ...]:
    wrong = [finding for finding in findings if finding.rule == "classic-host-bits"]
    if not wrong:
        return ()
    return (
        Step(
            "Correct the prefixes",
            "classic",
            edited_configuration(f"corrected-{network.key}", "# " + "; ".join(f"{f.path}: {f.instead}" for f in wrong)),
            "ASM took host bits, ARM ends in a failed state over them; the corrected prefix means the same addresses",
            check="the exported file has the corrected prefixes",
            back="put netcfg-now.xml back with Set-AzureVNetConfig",
            cures=("classic-host-bits",),
        ),
    )


def empty_connections(network: NetworkPlan) -> Step:
    """What an ExpressRoute gateway's network has to lose before Prepare."""
    site = f"$site = {SITES}.VirtualNetworkSite | Where-Object name -eq {quoted(network.classic)}"
    return Step(
        "Empty ConnectionsToLocalNetwork",
        "classic",
        edited_configuration(f"without-{network.key}", site, "$site.Gateway.ConnectionsToLocalNetwork.RemoveAll()"),
        "a network with an ExpressRoute gateway migrates only without references to local sites; traffic goes on",
        check="the exported file shows the element empty",
        back="put netcfg-now.xml back with Set-AzureVNetConfig",
        cures=("classic-dedicated-connection",),
    )


def drop_gateway(network: str, service_key: str | None, *, linked: bool, why: str) -> Step:
    """Unlink and delete a classic gateway."""
    unlink = command("Remove-AzureDedicatedCircuitLink", ServiceKey=service_key, VNetName=network)
    return Step(
        "Unlink the circuit and delete the gateway" if linked else "Delete the gateway",
        "classic",
        (*([unlink] if linked else []), command("Remove-AzureVNetGateway", VNetName=network)),
        why,
        check=f"(Get-AzureVNetGateway -VNetName {quoted(network)}).State is NotProvisioned",
        down=_TO_HUB,
        back="make gateway and link again",
        minutes=GATEWAY_MINUTES,
    )


def move_steps(network: NetworkPlan) -> tuple[Step, ...]:
    """Validate, Prepare, a look, Commit."""
    name = network.classic
    abort = move_network("Abort", name)
    return (
        Step(
            "Validate",
            "classic",
            (f"$validate = {move_network('Validate', name)}", "$validate.ValidationMessages"),
            "names everything in the classic network that cannot move; it does not look for two gateways, quotas,"
            " or circuits that are still classic",
            check="no message of type error",
        ),
        Step(
            "Prepare",
            "classic",
            (move_network("Prepare", name),),
            "shows every resource in ARM beside its classic self; nothing can be changed until Commit or Abort",
            check="the command succeeds; it may be repeated",
            back=abort,
        ),
        Step(
            "Look at what is prepared",
            "azure",
            (command("Get-AzResource", ResourceGroupName=network.group),),
            f"the last moment to go back. The import file expects the network {network.name} in {network.group}",
            check="network, subnets, machines and gateway have the names the import file has; else correct the file",
            back=abort,
        ),
        Step(
            "Commit",
            "classic",
            (move_network("Commit", name),),
            "the classic resources are gone, the ARM ones are in charge",
            check=f"Get-AzVirtualNetwork -Name {quoted(network.name)} shows it Succeeded",
            back="there is none; if it fails, repeat it",
        ),
    )


def adopt_steps(plan: Plan, network: NetworkPlan) -> tuple[Step, ...]:
    """Into the stack, and onto the hub's gateway."""
    first = 'with "useHubGateway: false" ' if network.gateways else ""
    steps = [
        Step(
            "Adopt it into the stack",
            "pulumi",
            (
                f"pulumi import --file imports/{network.key}.json --protect=false --generate-code=false",
                "pulumi preview",
                "pulumi up",
            ),
            f"copy spokes.{network.key} from the plan's stack file {first}into stacks/Pulumi.{plan.stack}.yaml first;"
            " the up peers it with the hub",
            check="the preview replaces and deletes nothing",
            back="pulumi state delete takes it out of the stack again; nothing in Azure changes",
        )
    ]
    if network.gateways:
        group = quoted(network.group)
        steps.append(
            Step(
                "Change over to the hub's gateway",
                "azure",
                (
                    f"Get-AzVirtualNetworkGatewayConnection -ResourceGroupName {group}"
                    " | Remove-AzVirtualNetworkGatewayConnection -Force",
                    f"Get-AzVirtualNetworkGateway -ResourceGroupName {group} | Remove-AzVirtualNetworkGateway -Force",
                ),
                "Azure refuses a remote gateway to a network that has its own",
                check="no gateway is left in the group",
                down=_TO_HUB,
                back="make gateway and connection again",
                minutes=GATEWAY_MINUTES,
            )
        )
        steps.append(
            Step(
                "Take the hub's gateway",
                "pulumi",
                ("pulumi up",),
                f'remove "useHubGateway: false" from spokes.{network.key} first',
                check="the peering is Connected and uses the remote gateway; on-premises is reached again",
                back='write "useHubGateway: false" again',
            )
        )
    return tuple(steps)


def attach_classic(plan: Plan, name: str, key: str, spoke: NetworkPlan | None, *, near: bool) -> tuple[Step, ...]:
    """Peer a network that stays classic with the hub and, for a holding network, with where its roles came from."""
    steps = []
    if spoke is not None:
        steps.append(
            Step(
                "Peer it with where its roles came from",
                "azure",
                _peer(plan, spoke.group, spoke.name, f"peer-{key}", name, transit=False),
                f"roles and machines of {spoke.classic} reach each other directly again",
                check="the peering is Connected",
                back="Remove-AzVirtualNetworkPeering",
            )
        )
    if near:
        steps.append(_peer_hub(plan, name, key))
    return tuple(steps)


def _peer_hub(plan: Plan, name: str, key: str) -> Step:
    return Step(
        f"Peer {name} with the hub",
        "azure",
        _peer(plan, hub_group(plan), hub_network(plan), f"peer-{key}", name, transit=True),
        "a classic network needs the hub's end only, and takes the hub's gateway by itself",
        check="the peering is Connected, and on-premises is reached from a role",
        back="Remove-AzVirtualNetworkPeering",
    )


def _peer(plan: Plan, group: str, network: str, peering: str, classic: str, *, transit: bool) -> tuple[str, ...]:
    switch = " -AllowGatewayTransit" if transit else ""
    remote = quoted(classic_id(plan.subscription, classic))
    return (
        f"$network = {command('Get-AzVirtualNetwork', Name=network, ResourceGroupName=group)}",
        f"Add-AzVirtualNetworkPeering -Name {quoted(peering)} -VirtualNetwork $network"
        f" -RemoteVirtualNetworkId {remote}{switch}",
    )


def _redeploy(holding: HoldingPlan, service: str) -> Step:
    moved = "; ".join(
        f"{', '.join(role.partition('/')[2] for role in subnet.roles if role.startswith(f'{service}/'))}"
        f" in {subnet.name} ({subnet.prefix})"
        for subnet in holding.subnets
        if any(role.startswith(f"{service}/") for role in subnet.roles)
    )
    return Step(
        f"Move the roles of {service}",
        "hand",
        (),
        f"name {holding.name} in the NetworkConfiguration of its .cscfg: {moved}. Deploy it to a second cloud service,"
        " change its clients over, delete the old deployment",
        check="the application works, and Get-AzureDeployment shows no role in the old network",
        down="nothing where a second cloud service takes over; else the service while it is deployed anew",
        back="change the clients back; the old deployment is untouched until it is deleted",
        cures=("classic-roles-beside-machines",),
    )
