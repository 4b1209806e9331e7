"""Arguments of an IPsec policy: what both ends of a tunnel agree on, in place of Azure's list of proposals."""

from collections.abc import Iterator
from enum import Enum

from hubspoke.base import Args
from hubspoke_network.core import Problem

# Source: azure-docs vpn-gateway/ipsec-ike-policy-howto (algorithms, groups, lifetimes).
LIFETIME_SECONDS = (300, 172799)
LIFETIME_KILOBYTES = (1024, 2147483647)


class IkeEncryption(Enum):
    """Encryption of the key exchange."""

    AES128 = "AES128"
    """AES with 128 bits."""
    AES192 = "AES192"
    """AES with 192 bits."""
    AES256 = "AES256"
    """AES with 256 bits."""
    GCM128 = "GCMAES128"
    """AES-GCM with 128 bits."""
    GCM256 = "GCMAES256"
    """AES-GCM with 256 bits."""


class IkeIntegrity(Enum):
    """Integrity of the key exchange."""

    SHA1 = "SHA1"
    """SHA-1, for old devices."""
    SHA256 = "SHA256"
    """SHA-2 with 256 bits."""
    SHA384 = "SHA384"
    """SHA-2 with 384 bits."""
    GCM128 = "GCMAES128"
    """AES-GCM with 128 bits."""
    GCM256 = "GCMAES256"
    """AES-GCM with 256 bits."""


class DhGroup(Enum):
    """Diffie-Hellman group of the key exchange."""

    GROUP2 = "DHGroup2"
    """1024 bits, for old devices."""
    GROUP14 = "DHGroup14"
    """2048 bits."""
    GROUP24 = "DHGroup24"
    """2048 bits with a subgroup of 256."""
    ECP256 = "ECP256"
    """Elliptic curve of 256 bits (group 19)."""
    ECP384 = "ECP384"
    """Elliptic curve of 384 bits (group 20)."""


class IpsecEncryption(Enum):
    """Encryption of the tunnel."""

    AES128 = "AES128"
    """AES with 128 bits."""
    AES192 = "AES192"
    """AES with 192 bits."""
    AES256 = "AES256"
    """AES with 256 bits."""
    GCM128 = "GCMAES128"
    """AES-GCM with 128 bits."""
    GCM192 = "GCMAES192"
    """AES-GCM with 192 bits."""
    GCM256 = "GCMAES256"
    """AES-GCM with 256 bits."""


class IpsecIntegrity(Enum):
    """Integrity of the tunnel. With AES-GCM encryption it is the same algorithm."""

    SHA1 = "SHA1"
    """SHA-1, for old devices."""
    SHA256 = "SHA256"
    """SHA-2 with 256 bits."""
    GCM128 = "GCMAES128"
    """AES-GCM with 128 bits."""
    GCM192 = "GCMAES192"
    """AES-GCM with 192 bits."""
    GCM256 = "GCMAES256"
    """AES-GCM with 256 bits."""


class PfsGroup(Enum):
    """Diffie-Hellman group of the tunnel's own keys (perfect forward secrecy)."""

    NONE = "None"
    """No forward secrecy, for old devices."""
    PFS2 = "PFS2"
    """1024 bits, for old devices."""
    PFS14 = "PFS14"
    """2048 bits."""
    PFS24 = "PFS24"
    """2048 bits with a subgroup of 256."""
    ECP256 = "ECP256"
    """Elliptic curve of 256 bits."""
    ECP384 = "ECP384"
    """Elliptic curve of 384 bits."""


class IpsecPolicyArgs(Args):
    """What the key exchange and the tunnel use. The site's device must be set to exactly the same."""

    ike_encryption: IkeEncryption | None = None
    """Encryption of the key exchange. Default: GCMAES256."""
    ike_integrity: IkeIntegrity | None = None
    """Integrity of the key exchange. Default: SHA384."""
    dh_group: DhGroup | None = None
    """Diffie-Hellman group of the key exchange. Default: ECP384."""
    ipsec_encryption: IpsecEncryption | None = None
    """Encryption of the tunnel. Default: GCMAES256."""
    ipsec_integrity: IpsecIntegrity | None = None
    """Integrity of the tunnel. Default: the encryption's own where it is AES-GCM, else SHA256."""
    pfs_group: PfsGroup | None = None
    """Diffie-Hellman group of the tunnel's keys. Default: ECP384."""
    lifetime_seconds: int | None = None
    """Seconds after which the tunnel's keys are renewed, 300 to 172799. Default: 27000."""
    lifetime_kilobytes: int | None = None
    """Kilobytes after which the tunnel's keys are renewed, 1024 to 2147483647. Default: 102400000."""

    @property
    def encryption(self) -> IpsecEncryption:
        """Encryption of the tunnel, with its default."""
        return self.ipsec_encryption or IpsecEncryption.GCM256

    @property
    def integrity(self) -> IpsecIntegrity:
        """Integrity of the tunnel, with its default."""
        if self.ipsec_integrity is not None:
            return self.ipsec_integrity
        name = self.encryption.value
        return IpsecIntegrity(name) if name.startswith("GCM") else IpsecIntegrity.SHA256

    def own_problems(self) -> Iterator[Problem]:
        """An AES-GCM that stands beside something else, and lifetimes out of range."""
        encryption, integrity = self.encryption.value, self.integrity.value
        if integrity != encryption and "GCM" in encryption + integrity:
            message = f"does not go with the encryption {encryption}: AES-GCM does both"
            instead = f"write {encryption}" if encryption.startswith("GCM") else "write SHA256"
            yield Problem("HS147", "ipsecIntegrity", integrity, message, instead)
        for path, value, (low, high) in (
            ("lifetimeSeconds", self.lifetime_seconds, LIFETIME_SECONDS),
            ("lifetimeKilobytes", self.lifetime_kilobytes, LIFETIME_KILOBYTES),
        ):
            if value is not None and not low <= value <= high:
                yield Problem("HS147", path, str(value), "is out of range", f"write {low} to {high}")
