"""PowerShell command lines. Names come from strangers' files, so every one of them is quoted."""

_QUOTES = "'\u2018\u2019\u201a\u201b"
"""What PowerShell takes for a single quote; doubled, each stands for itself."""


def quoted(text: str) -> str:
    """`text` as a PowerShell literal: nothing in it is expanded, nothing ends it early."""
    return "'" + "".join(character * 2 if character in _QUOTES else character for character in text) + "'"


def command(name: str, *switches: str, **parameters: str | None) -> str:
    """A cmdlet call: switches as given, parameters quoted. A parameter without a value becomes a placeholder."""
    words = [name, *(f"-{switch}" for switch in switches)]
    for parameter, value in parameters.items():
        words.append(f"-{parameter} {quoted(value) if value is not None else f'<{parameter}>'}")
    return " ".join(words)


def move_network(verb: str, network: str) -> str:
    """One step of the platform's migration: Validate, Prepare, Commit or Abort."""
    return command("Move-AzureVirtualNetwork", verb, VirtualNetworkName=network)


def edited_configuration(label: str, *edits: str) -> tuple[str, ...]:
    """Export the configuration that is in force, edit it (`$netcfg`), put it back: it is always replaced whole."""
    return (
        'Get-AzureVNetConfig -ExportToFile "$PWD\\netcfg-now.xml"',
        '[xml]$netcfg = Get-Content "$PWD\\netcfg-now.xml" -Encoding UTF8',
        *edits,
        f'$netcfg.Save("$PWD\\netcfg-{label}.xml")',
        f'Set-AzureVNetConfig -ConfigurationPath "$PWD\\netcfg-{label}.xml"',
    )


SITES = "$netcfg.NetworkConfiguration.VirtualNetworkConfiguration.VirtualNetworkSites"


def classic_id(subscription: str | None, network: str) -> str:
    """ARM's id of a classic network made by cmdlets; those made in the portal are in a resource group of their own."""
    return (
        f"/subscriptions/{subscription or '<subscription id>'}/resourceGroups/Default-Networking/providers"
        f"/Microsoft.ClassicNetwork/virtualNetworks/{network}"
    )
