"""Steps before any network moves: safety copies, registration, the circuit, the hub; and those after the last."""

from hubspoke_migration.classic.commands import command, quoted
from hubspoke_migration.classic.plan import Plan, Step
from hubspoke_network.readers.classic import Circuit

GATEWAY_MINUTES = 45
"""How long making a gateway may take (Microsoft's figure). Nobody publishes one for deleting; plan for the same."""

_REGISTER_MINUTES = 5


def hub_group(plan: Plan) -> str:
    """Resource group of the hub, as the stack's naming makes it."""
    return f"rg-hub-{plan.stack}"


def hub_network(plan: Plan) -> str:
    """Name of the hub's network, as the stack's naming makes it."""
    return f"vnet-hub-{plan.stack}"


def before(plan: Plan) -> tuple[Step, ...]:
    """Copies, registration, quotas, names."""
    places = sorted({network.location for network in plan.networks if network.location})
    provider = "Microsoft.ClassicInfrastructureMigrate"
    return (
        Step(
            "Keep a copy of the network configuration",
            "classic",
            ('Get-AzureVNetConfig -ExportToFile "$PWD\\netcfg-before.xml"',),
            "every change of it replaces it whole; this copy is the way back",
            check="the file names every network of this runbook",
        ),
        Step(
            "Compare the names",
            "classic",
            ("Get-AzureVNetSite | Select-Object -Property Name",),
            'networks made in the portal are called "Group <resource group> <name>"; the commands below need that name',
            check="every name in this runbook is in the list",
        ),
        Step(
            "Register the subscription for migration",
            "azure",
            (
                command("Select-AzSubscription", SubscriptionId=plan.subscription),
                command("Register-AzResourceProvider", ProviderNamespace=provider),
                command("Get-AzResourceProvider", ProviderNamespace=provider),
            ),
            'without it every step ends in "BadRequest : Subscription is not registered for migration."',
            check="RegistrationState is Registered",
            minutes=_REGISTER_MINUTES,
        ),
        Step(
            "Check the quotas",
            "azure",
            tuple(
                line
                for place in places
                for line in (command("Get-AzVMUsage", Location=place), command("Get-AzNetworkUsage", Location=place))
            ),
            "ARM counts cores, addresses and interfaces on its own; Validate does not look at them",
            check="there is room for every machine, address and interface that moves",
        ),
        Step(
            "Write down role assignments, alerts and autoscale settings",
            "hand",
            (),
            "ids change, so they are lost when a network is committed",
            check="the list is where those who make them again will find it",
        ),
    )


def circuit_steps(name: str, circuit: Circuit) -> tuple[Step, ...]:
    """The circuit's way to ARM; nothing for one that is there and takes classic links."""
    found: list[Step] = []
    if circuit.model == "classic":
        move = command(
            "Move-AzExpressRouteCircuit",
            Name=name,
            ResourceGroupName=circuit.resource_group,
            Location=circuit.location,
            ServiceKey=circuit.service_key,
        )
        found.append(
            Step(
                "Move the circuit to ARM",
                "azure",
                (move,),
                "no ARM network can be linked before; classic links stay",
                check="Get-AzExpressRouteCircuit shows it with ServiceProviderProvisioningState Provisioned",
                back="there is none: from now on peerings, SKU and bandwidth are changed in ARM",
                cures=("classic-circuit-classic",),
            )
        )
    if circuit.model == "classic" or not circuit.allow_classic_operations:
        found.append(
            Step(
                "Let classic networks use the circuit",
                "azure",
                classic_operations(name, circuit, allowed=True),
                "classic links can be added and removed only while this is on",
                check="AllowClassicOperations is True",
                back="set it to $false again; links that exist stay",
            )
        )
    return tuple(found)


def classic_operations(name: str, circuit: Circuit, *, allowed: bool) -> tuple[str, ...]:
    """Switch classic operations of a circuit on or off."""
    return (
        f"$circuit = {command('Get-AzExpressRouteCircuit', Name=name, ResourceGroupName=circuit.resource_group)}",
        f"$circuit.AllowClassicOperations = ${str(allowed).lower()}",
        "Set-AzExpressRouteCircuit -ExpressRouteCircuit $circuit",
    )


def hub_steps(plan: Plan, circuit_name: str | None, circuit: Circuit | None) -> tuple[Step, ...]:
    """The hub without spokes, and its link to the circuit."""
    if plan.hub is None:
        return ()
    steps = [
        Step(
            "Make the hub",
            "pulumi",
            (
                f"pulumi stack init {plan.stack}",
                "pulumi preview",
                "pulumi up",
            ),
            f"copy the stack file's head and hubs (not spokes) into stacks/Pulumi.{plan.stack}.yaml first:"
            " every network finds the hub when its turn comes",
            check="the preview shows creates only; the gateway ends up Succeeded, its connection Connected"
            if plan.circuit_id
            else "the preview shows creates only; the gateway ends up Succeeded",
            back="pulumi destroy",
            minutes=GATEWAY_MINUTES,
        )
    ]
    if circuit is not None and circuit_name is not None and plan.circuit_id is None:
        group = hub_group(plan)
        key = " -AuthorizationKey <key>" if circuit.subscription not in (None, plan.subscription) else ""
        connect = (
            f"New-AzVirtualNetworkGatewayConnection -Name {quoted(f'con-hub-{plan.stack}')} -ResourceGroupName"
            f" {quoted(group)} -Location {quoted(plan.hub.location)} -VirtualNetworkGateway1 $gateway"
            f" -PeerId $circuit.Id -ConnectionType ExpressRoute{key}"
        )
        get = command("Get-AzExpressRouteCircuit", Name=circuit_name, ResourceGroupName=circuit.resource_group)
        steps.append(
            Step(
                "Connect the hub to the circuit",
                "azure",
                (
                    f"$circuit = {get}",
                    f"$gateway = {command('Get-AzVirtualNetworkGateway', ResourceGroupName=group)}"
                    " | Where-Object GatewayType -eq ExpressRoute",
                    connect,
                ),
                "from here on on-premises sees the hub; classic networks are reached over the circuit's edge",
                check="ConnectionStatus is Connected, and on-premises learns the hub's prefix",
                back="Remove-AzVirtualNetworkGatewayConnection",
            )
        )
    return tuple(steps)


def vpn_steps(plan: Plan) -> tuple[Step, ...]:
    """Sites that were behind classic VPN gateways."""
    sites = [site for site in plan.sites if site.fate == "vpn"]
    if not sites:
        return ()
    names = ", ".join(site.classic for site in sites)
    return (
        Step(
            "Connect the VPN sites to the hub",
            "hand",
            (),
            f"{names} end at classic VPN gateways now; each needs a local network gateway and a connection in the hub,"
            " and the device on its side the hub's address",
            check="each connection is Connected, and its prefixes are reached from a spoke",
            down="each site, from the change on its device until its connection is up",
        ),
    )


def after(plan: Plan, circuit_name: str | None, circuit: Circuit | None) -> tuple[Step, ...]:
    """What is left to switch off."""
    steps = [
        Step(
            "Delete what is left of the old gateways",
            "hand",
            (),
            "GatewaySubnets of the former networks are empty now; local network sites nobody uses only mislead",
            check="pulumi preview shows no change",
        )
    ]
    staying = plan.with_action("stays") or plan.with_action("holds") or plan.holdings
    if circuit is not None and circuit_name is not None and not staying:
        steps.append(
            Step(
                "Close the circuit to classic networks",
                "azure",
                classic_operations(circuit_name, circuit, allowed=False),
                "no classic network needs it any more",
                check="AllowClassicOperations is False",
                back="set it to $true again",
            )
        )
    return tuple(steps)
