"""Every file of a plan, by its path below the output folder. Equal plans give equal bytes."""

from hubspoke_network.migration.case import Case
from hubspoke_network.migration.classic import ClassicNetwork, ClassicPrefix, ClassicSubnet
from hubspoke_network.migration.gateway_profiles import profile_json
from hubspoke_network.migration.imports import import_file
from hubspoke_network.migration.netcfg_writer import write_network
from hubspoke_network.migration.plan import HoldingPlan, Plan
from hubspoke_network.migration.planner import plan_migration
from hubspoke_network.migration.report import report
from hubspoke_network.migration.runbook import runbook
from hubspoke_network.migration.stack_file import stack_file


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
