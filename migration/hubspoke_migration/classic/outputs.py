"""Every file of a plan, by its path below the output folder. Equal plans give equal bytes."""

from hubspoke_migration.classic.gateway_profiles import profile_json
from hubspoke_migration.classic.imports import import_file
from hubspoke_migration.classic.plan import HoldingPlan, Plan
from hubspoke_migration.classic.planner import plan_migration
from hubspoke_migration.classic.report import report
from hubspoke_migration.classic.runbook import runbook
from hubspoke_migration.classic.stack_file import stack_file
from hubspoke_network.readers.classic import ClassicNetwork, ClassicPrefix, ClassicSubnet, write_network
from hubspoke_network.refusals.classic import Case


def migration_files(case: Case) -> tuple[Plan, dict[str, bytes]]:
    """The plan and its files: report.txt, runbook.md, the stack file, gateway profiles, holding networks, imports."""
    plan = plan_migration(case)
    files = {"report.txt": report(plan).encode(), "runbook.md": runbook(plan).encode()}
    if plan.hub is not None:
        files[f"Pulumi.{plan.stack}.yaml"] = stack_file(plan).encode()
    for profile in plan.profiles:
        files[f"gateway-profiles/{profile.key}.json"] = profile_json(profile)
    for holding in plan.holdings:
        files[f"holding/{holding.key}.xml"] = write_network(holding_site(holding))
    for network in plan.with_action("migrate"):
        files[f"imports/{network.key}.json"] = import_file(plan, network)
    return plan, files


def holding_site(holding: HoldingPlan) -> ClassicNetwork:
    """A holding network as the network configuration has it: without a gateway, which the gateway profile brings."""
    subnets = (
        ClassicSubnet(subnet.name, ClassicPrefix(str(subnet.prefix), subnet.prefix)) for subnet in holding.subnets
    )
    space = (ClassicPrefix(str(holding.prefix), holding.prefix),)
    return ClassicNetwork(holding.name, holding.place, None, space, tuple(subnets), holding.dns)
