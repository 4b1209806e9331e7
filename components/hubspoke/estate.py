"""An estate: a whole hub-and-spoke network from one description."""

import pulumi
from pulumi_azure_native import Provider, resources

from hubspoke._options import VNET_TYPE, Component
from hubspoke._providers import default_provider_args
from hubspoke.estate_args import EstateArgs
from hubspoke.estate_plan import EstatePlan, VnetPlace, plan_estate
from hubspoke.hub import Hub
from hubspoke.hub_ref import HubRef
from hubspoke.spoke import Spoke
from hubspoke.spoke_args import SpokeArgs


class Estate(Component):
    """Hubs and spokes, their resource groups, and a provider for each subscription.

    What a stack's YAML describes. Everything is keyed by the user's names, so that adding or removing an entry touches
    nothing else.
    """

    TYPE = "hubspoke:index:Estate"

    hub_ids: pulumi.Output[dict[str, str]]
    """Ids of the hubs' virtual networks, by key."""
    spoke_ids: pulumi.Output[dict[str, str]]
    """Ids of the spokes' virtual networks, by key."""
    peering_states: pulumi.Output[dict[str, str]]
    """State of each spoke's peering, read once both ends exist, by the spoke's key."""

    def __init__(self, name: str, args: EstateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = EstateArgs.of(args)
        plan = plan_estate(args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self._providers_by_key = self._providers_for(plan, args)
        self.hubs: dict[str, Hub] = {}
        self.spokes: dict[str, Spoke] = {}
        for hub in plan.hubs:
            key = hub.place.key
            self.hubs[key] = Hub(self.logical("hub", key), hub.args, self._into(hub.place, "hub"))
        refs: dict[str, HubRef] = {key: hub.ref for key, hub in self.hubs.items()}
        for spoke in plan.spokes:
            key = spoke.place.key
            spoke_args = SpokeArgs(hub=refs[spoke.hub], **spoke.args)
            self.spokes[key] = Spoke(self.logical("spoke", key), spoke_args, self._into(spoke.place, "spoke"))
        self.hub_ids = pulumi.Output.all(**{key: hub.vnet_id for key, hub in self.hubs.items()})
        self.spoke_ids = pulumi.Output.all(**{key: spoke.vnet_id for key, spoke in self.spokes.items()})
        self.peering_states = pulumi.Output.all(**{key: spoke.peering_state for key, spoke in self.spokes.items()})
        self.register_outputs(self.outputs())

    def outputs(self) -> dict[str, pulumi.Output[dict[str, str]]]:
        """The outputs by the names a stack exports them under."""
        return {"hubIds": self.hub_ids, "spokeIds": self.spoke_ids, "peeringStates": self.peering_states}

    def _providers_for(self, plan: EstatePlan, args: EstateArgs) -> dict[str | None, pulumi.ProviderResource]:
        """A provider for each subscription; none where everything lies in the stack's own."""
        if not plan.subscriptions:
            return {}
        ids = args.subscriptions or {}
        settings = default_provider_args()
        found: dict[str | None, pulumi.ProviderResource] = {
            key: Provider(
                self.logical("provider", key),
                opts=self.child("provider", key),
                **{**settings, "subscription_id": ids[key]},
            )
            for key in plan.subscriptions
        }
        if self.get_provider(VNET_TYPE) is None:
            found[None] = Provider(self.logical("own-provider"), opts=self.child("own-provider"), **settings)
        return found

    def _into(self, place: VnetPlace, kind: str) -> pulumi.ResourceOptions:
        """Options of a hub or spoke, with the resource group it waits for."""
        provider = self._providers_by_key.get(place.subscription)
        first: list[pulumi.Resource] = []
        if place.made:
            group = resources.ResourceGroup(
                self.logical(f"{kind}-group", place.key),
                resource_group_name=place.group,
                location=place.location,
                opts=self.child(f"{kind}-group", place.key, provider=provider),
            )
            first = [group]
        options = self.child(kind, place.key, after=first)
        if provider is not None:
            options.providers = [provider]
        return options
