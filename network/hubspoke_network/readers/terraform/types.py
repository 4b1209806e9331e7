"""What the tables are made of: one record for each type of azurerm that is read."""

from dataclasses import dataclass

from hubspoke_network.readers.terraform.fields import Field


@dataclass(frozen=True, slots=True)
class Shape:
    """A type of azurerm that is one ARM resource.

    `parent` is the attribute that names the resource it lies in, by name or, if it ends in `_id`, by id; empty for what
    lies in a resource group. `name` is the attribute of its own name. `unless` are properties that other resources fill
    which are not read, each with the attribute that rules them out: without it they are not known.
    """

    terraform: str
    arm: str
    fields: tuple[Field, ...]
    parent: str = ""
    name: str = "name"
    unless: tuple[tuple[str, str], ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A type of azurerm that is an entry in a list of another resource: the rule of a load balancer."""

    terraform: str
    holder: str
    path: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A type of azurerm that ties two resources: it writes a reference to `member` into `holder`.

    `path` is where; `many` says that it is a list. `entry` is the attribute that names the ip configuration it is
    written into, `every` that it is written into all of them.
    """

    terraform: str
    holder: str
    member: str
    path: str
    many: bool = False
    entry: str = ""
    every: bool = False
