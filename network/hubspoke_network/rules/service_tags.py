"""The addresses behind service tags, where they are given.

The published ranges of Azure's services change every week and are not shipped: a tag without ranges stays symbolic, and
what it matches cannot be known. `ServiceTags.read` takes the file that Microsoft publishes for download
(`ServiceTags_Public_<date>.json`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from hubspoke_network.azure import load
from hubspoke_network.core import ReadError
from hubspoke_network.sets import AddressSet

MAX_FILE_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class ServiceTags:
    """Address ranges by tag. `source` names where they come from."""

    addresses: Mapping[str, AddressSet] = field(default_factory=dict)
    source: str = "platform addresses only"

    def of(self, tag: str) -> AddressSet | None:
        """The addresses of a tag, or None where its ranges are not given."""
        return self.addresses.get(tag.lower())

    @staticmethod
    @lru_cache(maxsize=1)
    def shipped() -> "ServiceTags":
        """The few tags whose addresses never change."""
        rows = load("service_tags")["addresses"]
        return ServiceTags({name.lower(): AddressSet.parse(*prefixes) for name, prefixes in rows.items()})

    @staticmethod
    def read(path: Path) -> "ServiceTags":
        """The shipped tags and those of a file in the published form.

        That is `{"values": [{"name": "Sql.WestEurope", "properties": {"addressPrefixes": [...]}}]}`.

        Raises `ReadError` where the file is not of that form.
        """
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise ReadError(f"{path}: larger than {MAX_FILE_BYTES} bytes; give Microsoft's service tag file")
            document = json.loads(path.read_text(encoding="utf-8"))
            found = {
                str(value["name"]).lower(): AddressSet.parse(*value["properties"]["addressPrefixes"])
                for value in document["values"]
            }
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise ReadError(
                f"{path}: not a service tag file ({type(error).__name__}: {error}); "
                "give the ServiceTags_Public_<date>.json that Microsoft publishes"
            ) from error
        return ServiceTags({**ServiceTags.shipped().addresses, **found}, str(path))
