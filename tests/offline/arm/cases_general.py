"""Rules that hold for every type."""

from .bodies import plain, ref, route, subnet, vnet
from .cases import Case, n
from .conftest import ONE, TWO, network

V = "virtualNetworks/vn"
NET = (V, vnet("10.0.0.0/16"))
NOBODY = "/subscriptions/00000000-0000-0000-0000-00000000dead/resourceGroups/rg"
LOCK = f"{n(V)}/providers/Microsoft.Authorization/locks/l"

CASES = [
    Case(
        "subscription-not-found",
        (NOBODY, {"location": "westeurope"}),
        (f"{ONE}2", {"location": "westeurope"}),
        "'00000000-0000-0000-0000-00000000dead' could not be found",
        "SubscriptionNotFound",
        404,
        seen=False,
    ),
    Case(
        "resource-group-not-found",
        (network(V, f"{ONE}x"), vnet("10.0.0.0/16")),
        NET,
        "Resource group 'rgx' could not be found.",
        "ResourceGroupNotFound",
        404,
        seen=False,
    ),
    Case(
        "parent-not-found",
        ("routeTables/t/routes/r", route("10.0.0.0/8")),
        ("routeTables/t/routes/r", route("10.0.0.0/8")),
        "Can not perform requested operation on nested resource. Parent resource 't' not found.",
        "ParentResourceNotFound",
        404,
        before_passing=[("routeTables/t", plain())],
    ),
    Case(
        "resource-not-found",
        (f"{V}/subnets/s", subnet("10.0.0.0/24")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24")),
        "The Resource 'Microsoft.Network/virtualNetworks/vn' under resource group 'rg' was not found.",
        "ResourceNotFound",
        404,
        before_passing=[NET],
    ),
    Case(
        "resource-name",
        ("routeTables/-t", plain()),
        ("routeTables/t_", plain()),
        "Resource name -t is invalid. The name can be up to 80 characters long. It must begin with a word character, "
        "and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.",
        "InvalidResourceName",
    ),
    Case(
        "location-required",
        ("routeTables/t", {"properties": {}}),
        ("routeTables/t", plain()),
        "location property is required",
        "LocationRequired",
        seen=False,
    ),
    Case(
        "location-changed",
        ("routeTables/t", plain(location="northeurope")),
        ("routeTables/t", plain(location="West Europe")),
        "The resource 't' already exists in location 'westeurope' in resource group 'rg'. A resource with the same "
        "name cannot be created in location 'northeurope'. Please select a new resource name.",
        "InvalidResourceLocation",
        409,
        setup=[("routeTables/t", plain())],
    ),
    Case(
        "location-global",
        ("privateDnsZones/corp.example", {"location": "westeurope"}),
        ("privateDnsZones/corp.example", {"location": "global"}),
        "'westeurope'",
        "LocationNotAvailableForResourceType",
        seen=False,
    ),
    Case(
        "tags",
        ("routeTables/t", {**plain(), "tags": {f"k{i}": "v" for i in range(51)}}),
        ("routeTables/t", {**plain(), "tags": {f"k{i}": "v" for i in range(50)}}),
        "at most 50 tags",
        seen=False,
    ),
    Case(
        "tags",
        ("routeTables/t", {**plain(), "tags": {"k": "v" * 257}}),
        ("routeTables/t", {**plain(), "tags": {"k" * 512: "v" * 256}}),
        "at most 256 characters",
        seen=False,
    ),
    Case(
        "reference-missing",
        (f"{V}/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="networkSecurityGroups/g")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="networkSecurityGroups/g")),
        f"Resource {n('networkSecurityGroups/g')} referenced by resource {n(V)}/subnets/s was not found. Please make "
        "sure that the referenced resource exists, and that both resources are in the same region.",
        "InvalidResourceReference",
        setup=[NET],
        before_passing=[("networkSecurityGroups/g", plain())],
    ),
    Case(
        "reference-missing",
        (f"{V}/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="networkSecurityGroups/far")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="networkSecurityGroups/near")),
        f"Resource {n('networkSecurityGroups/far')} referenced by resource {n(V)}/subnets/s was not found. Please make "
        "sure that the referenced resource exists, and that both resources are in the same region.",
        "InvalidResourceReference",
        setup=[
            NET,
            ("networkSecurityGroups/far", plain(location="northeurope")),
            ("networkSecurityGroups/near", plain()),
        ],
    ),
    Case(
        "reference-wrong-type",
        (f"{V}/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="routeTables/t")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", routeTable="routeTables/t")),
        "Cannot parse the request.",
        "InvalidRequestFormat",
        setup=[NET, ("routeTables/t", plain())],
    ),
    Case(
        "reference-not-an-id",
        (f"{V}/subnets/s", subnet("10.0.0.0/24") | {"properties": {"routeTable": {"id": "t"}}}),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", routeTable="routeTables/t")),
        "Property id 't' at path 'properties.routeTable' is invalid.",
        "LinkedInvalidPropertyId",
        seen=False,
        setup=[NET, ("routeTables/t", plain())],
    ),
    Case(
        "reference-not-readable",
        (f"{V}/virtualNetworkPeerings/p", {"properties": {"remoteVirtualNetwork": {"id": network(V, NOBODY)}}}),
        (f"{V}/virtualNetworkPeerings/p", {"properties": {"remoteVirtualNetwork": {"id": network(V, TWO)}}}),
        "was not found",
        "LinkedAuthorizationFailed",
        403,
        seen=False,
        setup=[NET, (network(V, TWO), vnet("10.1.0.0/16"))],
    ),
    Case(
        "reference-other-subscription",
        (
            f"{V}/subnets/s",
            {
                "properties": {
                    "addressPrefix": "10.0.0.0/24",
                    "networkSecurityGroup": {"id": network("networkSecurityGroups/g", TWO)},
                }
            },
        ),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="networkSecurityGroups/g")),
        "same subscription",
        seen=False,
        setup=[
            NET,
            ("networkSecurityGroups/g", plain()),
            (network("networkSecurityGroups/g", TWO), plain()),
        ],
    ),
    Case(
        "reference-required",
        (f"{V}/virtualNetworkPeerings/p", {"properties": {}}),
        (f"{V}/virtualNetworkPeerings/p", {"properties": {"remoteVirtualNetwork": ref("virtualNetworks/other")}}),
        "properties.remoteVirtualNetwork",
        "LinkedInvalidPropertyId",
        seen=False,
        setup=[NET, ("virtualNetworks/other", vnet("10.1.0.0/16"))],
    ),
    Case(
        "request-format",
        (V, {"location": "westeurope", "properties": {"addressSpace": ["10.0.0.0/16"]}}),
        NET,
        "Cannot parse the request.",
        "InvalidRequestFormat",
    ),
    Case(
        "scope-locked",
        V,
        V,
        "following scope(s) are locked",
        "ScopeLocked",
        409,
        seen=False,
        setup=[NET, (LOCK, {"properties": {"level": "CanNotDelete"}})],
        before_passing=[LOCK],
    ),
    Case(
        "scope-locked",
        (f"{V}/subnets/s", subnet("10.0.0.0/24")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24")),
        "cannot perform write operation",
        "ScopeLocked",
        409,
        seen=False,
        setup=[NET, (f"{ONE}/providers/Microsoft.Authorization/locks/all", {"properties": {"level": "ReadOnly"}})],
        before_passing=[f"{ONE}/providers/Microsoft.Authorization/locks/all"],
    ),
    Case(
        "in-use",
        "applicationSecurityGroups/a",
        "applicationSecurityGroups/a",
        "is in use by",
        seen=False,
        setup=[
            ("applicationSecurityGroups/a", plain()),
            ("networkSecurityGroups/g", plain()),
            (
                "networkSecurityGroups/g/securityRules/r",
                {
                    "properties": {
                        "priority": 100,
                        "direction": "Inbound",
                        "access": "Allow",
                        "protocol": "*",
                        "sourceApplicationSecurityGroups": [ref("applicationSecurityGroups/a")],
                        "sourcePortRange": "*",
                        "destinationAddressPrefix": "*",
                        "destinationPortRange": "*",
                    }
                },
            ),
        ],
        before_passing=["networkSecurityGroups/g/securityRules/r"],
    ),
]
