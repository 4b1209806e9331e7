"""A virtual machine with a network card, a security group, a public address and a storage account.

Nothing here is of hubspoke: it is an azure-native program like any other, tested against the offline Azure.
"""

import pulumi
from pulumi_azure_native import compute, network, resources, storage


def deploy() -> None:
    """Make everything; where SSH may come from is a setting."""
    operators = pulumi.Config("other-program").get("operators") or "192.0.2.0/24"
    group = resources.ResourceGroup("app", location="westeurope")
    groups = network.NetworkSecurityGroup(
        "app",
        resource_group_name=group.name,
        security_rules=[
            network.SecurityRuleArgs(
                name="ssh-from-operators",
                priority=100,
                direction="Inbound",
                access="Allow",
                protocol="Tcp",
                source_address_prefix=operators,
                source_port_range="*",
                destination_address_prefix="*",
                destination_port_range="22",
            )
        ],
    )
    vnet = network.VirtualNetwork(
        "app",
        resource_group_name=group.name,
        address_space=network.AddressSpaceArgs(address_prefixes=["10.20.0.0/24"]),
    )
    subnet = network.Subnet(
        "machines",
        resource_group_name=group.name,
        virtual_network_name=vnet.name,
        address_prefix="10.20.0.0/26",
        network_security_group=network.NetworkSecurityGroupArgs(id=groups.id),
    )
    address = network.PublicIPAddress(
        "app",
        resource_group_name=group.name,
        public_ip_allocation_method="Static",
        sku=network.PublicIPAddressSkuArgs(name="Standard"),
    )
    card = network.NetworkInterface(
        "app",
        resource_group_name=group.name,
        ip_configurations=[
            network.NetworkInterfaceIPConfigurationArgs(
                name="primary",
                subnet=network.SubnetArgs(id=subnet.id),
                public_ip_address=network.PublicIPAddressArgs(id=address.id),
            )
        ],
    )
    logs = storage.StorageAccount(
        "logs",
        resource_group_name=group.name,
        kind="StorageV2",
        sku=storage.SkuArgs(name="Standard_LRS"),
        allow_blob_public_access=False,
    )
    machine = compute.VirtualMachine(
        "app",
        resource_group_name=group.name,
        hardware_profile=compute.HardwareProfileArgs(vm_size="Standard_B2s"),
        network_profile=compute.NetworkProfileArgs(
            network_interfaces=[compute.NetworkInterfaceReferenceArgs(id=card.id, primary=True)]
        ),
        diagnostics_profile=compute.DiagnosticsProfileArgs(
            boot_diagnostics=compute.BootDiagnosticsArgs(enabled=True, storage_uri=logs.primary_endpoints.blob)
        ),
        os_profile=compute.OSProfileArgs(
            computer_name="app",
            admin_username="operator",
            linux_configuration=compute.LinuxConfigurationArgs(disable_password_authentication=True),
        ),
    )
    pulumi.export("address", address.ip_address)
    pulumi.export("machine", machine.name)
