"""Gateways of a hub and their tunnels to sites, as they are registered."""

from typing import Any

from measuring import descriptions as d
from measuring.recording import Recording, deploy, is_secret

from hubspoke import Hub

BGP = {"asn": 65010, "peerAddress": "169.254.21.2"}


def hub(**gateway: Any) -> Recording:
    return deploy(lambda: Hub("hub", d.hub(vpnGateway=d.vpn_gateway(**gateway))))  # type: ignore[arg-type]


def test_a_tunnel_leads_from_the_gateway_to_the_site() -> None:
    made = hub(sites={"branch": d.site(bgp=BGP, routingWeight=7, mode="ResponderOnly", dpdTimeoutSeconds=30)})
    site, tunnel = made.named("hub-site-branch").inputs, made.named("hub-connection-branch").inputs
    assert (site["localNetworkGatewayName"], site["gatewayIpAddress"]) == ("lgw-hub-branch", "203.0.113.10")
    assert site["localNetworkAddressSpace"] == {"addressPrefixes": ["192.168.10.0/24"]}
    assert site["bgpSettings"] == {"asn": 65010, "bgpPeeringAddress": "169.254.21.2"}
    assert tunnel["virtualNetworkGateway1"] == {"id": "hub-gateway-vpn_id"}
    assert tunnel["localNetworkGateway2"] == {"id": "hub-site-branch_id"}
    told = {key: tunnel[key] for key in ("enableBgp", "routingWeight", "connectionMode", "dpdTimeoutSeconds")}
    assert told == {"enableBgp": True, "routingWeight": 7, "connectionMode": "ResponderOnly", "dpdTimeoutSeconds": 30}
    assert made.named("hub-connection-branch").replace_on == (
        "location",
        "localNetworkGateway2",
        "sharedKey",
        "virtualNetworkGateway1",
    )


def test_a_tunnel_that_was_there_keeps_its_key() -> None:
    """None is sent, and what a state has of it is left there."""
    made = hub(sites={"branch": d.site(sharedKey=None, adopted=True)})
    tunnel = made.named("hub-connection-branch")
    assert "sharedKey" not in tunnel.inputs
    assert tunnel.ignored == ("sharedKey",)
    assert made.named("hub-site-branch").ignored == ()
    assert hub().named("hub-connection-branch").ignored == ()


def test_its_key_is_a_secret_whoever_gives_it() -> None:
    made = hub()
    assert "sharedKey" in made.named("hub-connection-branch").secrets
    assert made.named("hub-connection-branch").inputs["sharedKey"] == "not-to-be-seen"
    assert "not-to-be-seen" not in repr([item.outputs for item in made])
    assert not any(is_secret(value) for value in (made.named("hub").outputs or {}).values())


def test_the_policy_of_a_tunnel_is_modern_unless_told() -> None:
    made = hub(sites={"a": d.site(ipsec={}), "b": d.site(ipsec={"ipsecEncryption": "AES256", "dhGroup": "DHGroup14"})})
    modern = {
        "ikeEncryption": "GCMAES256",
        "ikeIntegrity": "SHA384",
        "dhGroup": "ECP384",
        "ipsecEncryption": "GCMAES256",
        "ipsecIntegrity": "GCMAES256",
        "pfsGroup": "ECP384",
        "saLifeTimeSeconds": 27000,
        "saDataSizeKilobytes": 102400000,
    }
    assert made.named("hub-connection-a").inputs["ipsecPolicies"] == [modern]
    older = modern | {"ipsecEncryption": "AES256", "ipsecIntegrity": "SHA256", "dhGroup": "DHGroup14"}
    assert made.named("hub-connection-b").inputs["ipsecPolicies"] == [older]


def test_tunnels_are_written_one_after_the_other() -> None:
    made = hub(sites={key: d.site() for key in ("a", "b", "c")})
    assert "hub-connection-a" in made.after(made.named("hub-connection-b"))
    assert "hub-connection-b" in made.after(made.named("hub-connection-c"))


def test_each_instance_has_its_link_local_addresses() -> None:
    made = hub(linkLocalAddresses=["169.254.21.1"], secondLinkLocalAddresses=["169.254.21.5"], asn=65100)
    settings = made.named("hub-gateway-vpn").inputs["bgpSettings"]
    assert settings["asn"] == 65100
    told = [(item["ipconfigurationId"], item["customBgpIpAddresses"]) for item in settings["bgpPeeringAddresses"]]
    end = "/providers/Microsoft.Network/virtualNetworkGateways/vgw-hub-vpn/ipConfigurations"
    assert [(id_.partition(end)[2], addresses) for id_, addresses in told] == [
        ("/default", ["169.254.21.1"]),
        ("/second", ["169.254.21.5"]),
    ]


def test_the_default_site_comes_before_the_gateway() -> None:
    made = hub(sites={"branch": d.site(), "main": d.site(address="203.0.113.20")}, defaultSite="main")
    gateway = made.named("hub-gateway-vpn")
    assert gateway.inputs["gatewayDefaultSite"] == {"id": "hub-site-main_id"}
    assert "hub-site-main" in made.after(gateway)
    assert "gatewayDefaultSite" not in hub().named("hub-gateway-vpn").inputs


def test_the_platform_gives_an_express_route_gateway_its_address() -> None:
    made = hub()
    (configuration,) = made.named("hub-gateway-er").inputs["ipConfigurations"]
    assert "publicIPAddress" not in configuration
    assert sorted(item.name for item in made.of_type("PublicIPAddress") if "gateway" in item.name) == [
        "hub-gateway-ip-vpn",
        "hub-gateway-ip-vpn-2",
    ]


def test_addresses_and_tunnels_are_told() -> None:
    outputs = hub().named("hub").outputs or {}
    assert outputs["connectionIds"] == {"branch": "hub-connection-branch_id"}
    assert len(outputs["vpnAddresses"]) == 2
