"""The two halves of a peering and the state that comes of them."""

from typing import Any

import pytest

from .bodies import inline, peering, subnet, vnet
from .conftest import TWO, Azure, network

A, B = network("virtualNetworks/aa"), network("virtualNetworks/bb", TWO)
AB, BA = f"{A}/virtualNetworkPeerings/to-b", f"{B}/virtualNetworkPeerings/to-a"


def to(remote: str, **more: Any) -> dict[str, Any]:
    return {"properties": {"remoteVirtualNetwork": {"id": remote}, **more}}


@pytest.fixture
def pair(azure: Azure) -> Azure:
    azure.make(A, vnet("10.0.0.0/16"))
    azure.make(B, vnet("10.1.0.0/16"))
    return azure


def states(azure: Azure, *ids: str) -> list[str]:
    return [azure.get(id_)["properties"]["peeringState"] for id_ in ids]


def levels(azure: Azure) -> list[str]:
    return [azure.get(id_)["properties"]["peeringSyncLevel"] for id_ in (AB, BA)]


def test_the_first_half_is_initiated_the_second_connects_both(pair: Azure) -> None:
    assert pair.make(AB, to(B))["properties"]["peeringState"] == "Initiated"
    assert pair.make(BA, to(A))["properties"]["peeringState"] == "Connected"
    assert states(pair, AB, BA) == ["Connected", "Connected"]


def test_deleting_one_half_leaves_the_other_disconnected_until_it_is_written_again(pair: Azure) -> None:
    pair.make(AB, to(B))
    pair.make(BA, to(A))
    pair.delete(AB)
    assert states(pair, BA) == ["Disconnected"]
    refused = pair.put(AB, to(B))
    assert refused.code == "RemotePeeringIsDisconnected"
    assert refused.headers["x-azure-offline-rule"] == "peering-remote-disconnected"
    assert refused.message == (
        f"Cannot create or update peering {AB} because remote peering {BA} referencing parent virtual network {A} is "
        "in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets "
        "Disconnected when remote vnet or remote peering is deleted and re-created."
    )
    assert pair.make(BA, to(A))["properties"]["peeringState"] == "Initiated"
    pair.make(AB, to(B))
    assert states(pair, AB, BA) == ["Connected", "Connected"]


def test_deleting_both_halves_lets_both_be_made_again(pair: Azure) -> None:
    for _ in range(2):
        pair.make(AB, to(B))
        pair.make(BA, to(A))
        assert states(pair, AB, BA) == ["Connected", "Connected"]
        pair.delete(BA)
        pair.delete(AB)


def test_a_deleted_network_disconnects_and_its_successor_does_not_reconnect(pair: Azure) -> None:
    pair.make(AB, to(B))
    pair.make(BA, to(A))
    pair.delete(B)
    assert states(pair, AB) == ["Disconnected"]
    pair.make(B, vnet("10.1.0.0/16"))
    assert states(pair, AB) == ["Disconnected"]
    assert pair.put(BA, to(A)).code == "RemotePeeringIsDisconnected"
    pair.make(AB, to(B))
    pair.make(BA, to(A))
    assert states(pair, AB, BA) == ["Connected", "Connected"]


def test_an_initiated_half_survives_an_update(pair: Azure) -> None:
    pair.make(AB, to(B))
    assert pair.make(AB, to(B, allowForwardedTraffic=True))["properties"]["peeringState"] == "Initiated"


def test_a_stale_peering_to_a_deleted_network_still_blocks_its_prefixes(pair: Azure) -> None:
    pair.make(AB, to(B))
    pair.delete(B)
    other = network("virtualNetworks/cc")
    pair.make(other, vnet("10.1.5.0/24"))
    refused = pair.put(f"{other}/virtualNetworkPeerings/to-a", to(A))
    assert refused.code == "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet"
    pair.delete(AB)
    pair.make(f"{other}/virtualNetworkPeerings/to-a", to(A))


def test_a_changed_address_space_is_out_of_sync_until_the_remote_half_is_synced(pair: Azure) -> None:
    pair.make(AB, to(B))
    pair.make(BA, to(A))
    assert levels(pair) == ["FullyInSync", "FullyInSync"]
    pair.make(A, vnet("10.0.0.0/16", "10.5.0.0/16"))
    assert levels(pair) == ["LocalNotInSync", "RemoteNotInSync"]
    shown = pair.get(BA)["properties"]
    assert shown["remoteAddressSpace"] == {"addressPrefixes": ["10.0.0.0/16"]}
    assert shown["remoteVirtualNetworkAddressSpace"] == {"addressPrefixes": ["10.0.0.0/16", "10.5.0.0/16"]}
    pair.make(BA, to(A, allowForwardedTraffic=True))
    assert levels(pair) == ["LocalNotInSync", "RemoteNotInSync"]
    pair.make(BA, to(A), syncRemoteAddressSpace="true")
    assert levels(pair) == ["FullyInSync", "FullyInSync"]
    assert pair.get(BA)["properties"]["remoteAddressSpace"]["addressPrefixes"] == ["10.0.0.0/16", "10.5.0.0/16"]


def test_both_sides_changed_is_told_on_both(pair: Azure) -> None:
    pair.make(AB, to(B))
    pair.make(BA, to(A))
    pair.make(A, vnet("10.0.0.0/16", "10.5.0.0/16"))
    pair.make(B, vnet("10.1.0.0/16", "10.6.0.0/16"))
    assert levels(pair) == ["LocalAndRemoteNotInSync", "LocalAndRemoteNotInSync"]


def test_a_peering_of_subnets_carries_and_compares_only_those(azure: Azure) -> None:
    a, b = "virtualNetworks/aa", "virtualNetworks/bb"
    azure.make(a, vnet("10.0.0.0/16", subnets=[inline("s", subnet("10.0.1.0/24")), inline("x", subnet("10.0.9.0/24"))]))
    azure.make(b, vnet("10.0.0.0/16", subnets=[inline("t", subnet("10.0.2.0/24")), inline("x", subnet("10.0.9.0/24"))]))
    names = {"peerCompleteVnets": False, "localSubnetNames": ["s"], "remoteSubnetNames": ["t"]}
    made = azure.make(f"{a}/virtualNetworkPeerings/p", peering(b, **names))["properties"]
    assert made["remoteAddressSpace"] == {"addressPrefixes": ["10.0.2.0/24"]}
    assert made["localAddressSpace"] == {"addressPrefixes": ["10.0.1.0/24"]}
    both = {"peerCompleteVnets": False, "localSubnetNames": ["x"], "remoteSubnetNames": ["x"]}
    azure.make("virtualNetworks/cc", vnet("10.0.0.0/16", subnets=[inline("x", subnet("10.0.9.0/24"))]))
    overlap = azure.put(f"{a}/virtualNetworkPeerings/q", peering("virtualNetworks/cc", **both))
    assert overlap.code == "VnetAddressSpacesOverlap"


def test_peerings_are_shown_in_the_network_and_a_put_of_it_leaves_them(pair: Azure) -> None:
    pair.make(AB, to(B))
    shown = pair.make(A, {**vnet("10.0.0.0/16"), "tags": {"a": "b"}})
    assert [found["name"] for found in shown["properties"]["virtualNetworkPeerings"]] == ["to-b"]
    emptied = pair.make(A, vnet("10.0.0.0/16", virtualNetworkPeerings=[]))
    assert [found["id"] for found in emptied["properties"]["virtualNetworkPeerings"]] == [AB]


def test_defaults_and_ids_are_those_of_azure(pair: Azure) -> None:
    made = pair.make(AB, to(B))
    assert {key: made[key] for key in ("name", "id", "type")} == {
        "name": "to-b",
        "id": AB,
        "type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    }
    wanted = {
        "allowVirtualNetworkAccess": True,
        "allowForwardedTraffic": False,
        "allowGatewayTransit": False,
        "useRemoteGateways": False,
        "provisioningState": "Succeeded",
        "remoteVirtualNetwork": {"id": B},
    }
    assert {key: made["properties"][key] for key in wanted} == wanted
