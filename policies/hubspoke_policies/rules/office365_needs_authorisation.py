"""Office 365 communities only in subscriptions that Microsoft has authorised for them."""

from collections.abc import Iterator

from pydantic import Field

from hubspoke_network.azure import CIRCUIT, CIRCUIT_PEERING, FILTER, FILTER_RULE, approval_note
from hubspoke_network.core import Finding, parse_id
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NotApplicable, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    ROUTE_FILTER,
    attached_filters,
    circuit_of,
    communities_in,
    communities_of,
    name_of,
    program,
)


class AuthorisationOptions(Options):
    """Options of `office365-needs-authorisation`."""

    authorised_subscriptions: tuple[str, ...] = Field(
        default=(),
        description="ids of the subscriptions that Microsoft has authorised for Office 365 over ExpressRoute",
    )

    def authorises(self, subscription: str) -> bool:
        """Whether the subscription is on the list."""
        return subscription.lower() in {known.strip().lower() for known in self.authorised_subscriptions}


def check(subject: Resource, model: NetworkModel, context: Context[AuthorisationOptions]) -> Outcome:
    """Report a filter rule with such communities, or a circuit that carries them, in a subscription not on the list."""
    if subject.type.lower() == FILTER_RULE.lower():
        return _rule(subject, context)
    attached = list(attached_filters(model, subject))
    if not attached:
        return NotApplicable("the circuit peering has no route filter")
    return list(_circuit(subject, model, context))


def _rule(rule: Resource, context: Context[AuthorisationOptions]) -> Outcome:
    found, why = communities_of(rule, lambda community: community.needs_authorisation)
    subscription = _subscription(rule)
    if subscription and context.options.authorises(subscription):
        return []
    if not found:
        return [context.undecided(rule, "communities", f"may hold Office 365 communities: {why}")] if why else []
    services = ", ".join(f"{item.community.value} ({item.community.name})" for item in found)
    if not subscription:
        return [
            context.undecided(rule, found[0].path, f"lists {services}, and its subscription is not known", DECIDABLE)
        ]
    message = f"are for authorised subscriptions only, and {subscription} is not on the list"
    return [context.finding(rule, found[0].path, services, message, INSTEAD)]


def _circuit(peering: Resource, model: NetworkModel, context: Context[AuthorisationOptions]) -> Iterator[Finding]:
    circuit = circuit_of(model, peering) or peering
    subscription = _subscription(peering)
    if subscription and context.options.authorises(subscription):
        return
    for path, filters in attached_filters(model, peering):
        if filters.open:
            yield context.undecided(peering, path, f"may carry Office 365: {filters.open}")
        for key in sorted(filters.keys):
            found, why = communities_in(model, key, lambda community: community.needs_authorisation)
            if (not found and not why) or _subscription_of(key) == subscription:
                continue  # of the latter the filter's own rule is reported
            name = name_of(model, key)
            if not found:
                yield context.undecided(peering, path, f"may carry Office 365 by the route filter {name}: {why}")
                continue
            if not subscription or not filters.certain:
                yield context.undecided(peering, path, f"may carry Office 365 by the route filter {name}", DECIDABLE)
                continue
            services = ", ".join(f"{item.community.value} ({item.community.name})" for item in found)
            message = f"carries {services} by the route filter {name}, and its subscription is not on the list"
            yield context.finding(circuit, path, subscription, message, INSTEAD)


def _subscription(resource: Resource) -> str:
    """The subscription of a resource's id; empty where it is not known."""
    return _subscription_of(resource.id) if isinstance(resource.id, str) else ""


def _subscription_of(resource_id: str) -> str:
    parsed = parse_id(resource_id)
    return "" if parsed is None or parsed.subscription.startswith("{") else parsed.subscription


DECIDABLE = "give the provider a subscription id as plain text (azure-native:subscriptionId)"
INSTEAD = (
    "leave the Office 365 communities out until Microsoft has authorised the subscription, then list it in the "
    "option authorisedSubscriptions"
)

RULE = Rule(
    id="office365-needs-authorisation",
    title="Office 365 communities stand in authorised subscriptions only",
    severity="high",
    level="mandatory",
    category="office365",
    check=Relation((FILTER_RULE, CIRCUIT_PEERING), check, reads=(CIRCUIT, FILTER)),
    options=AuthorisationOptions,
    what=(
        "A route filter lists communities of Office 365 only if its subscription, and that of the circuit that "
        "attaches it, is in the option authorisedSubscriptions. Azure does not tell beforehand, so keep the list."
    ),
    why=(
        "Azure refuses the rule: `The subscription with id '...' is not authorized for creating route filters for O365 "
        f"services. Read more about requesting approval.` {approval_note()}"
    ),
    remediation=INSTEAD,
    good=(
        Example(
            "communities that need no authorisation",
            program(ROUTE_FILTER.format(communities='"12076:5060", "12076:51002"')),
        ),
    ),
    bad=(
        Example(
            "Exchange Online in a subscription that is not listed",
            program(ROUTE_FILTER.format(communities='"12076:5010"')),
            breaks="accepted",
        ),
    ),
    evidence=(
        "Documented (using-expressroute-for-microsoft365). The text of the refusal was published by a user. Sources "
        "differ on whether the filter's or the circuit's subscription counts, so both are checked."
    ),
    links=("https://learn.microsoft.com/azure/expressroute/using-expressroute-for-microsoft365",),
    decidable="write the communities as plain text",
)
