"""Every code a `Problem` may carry, with its title. Codes are stable and never reused.

HS1xx components, HS2xx settings, HS3xx readers and facts, HS4xx object groups, HS5xx command line, HS6xx offline Azure,
HS7xx policies. `docs/errors.md` is made from this table.
"""

PROBLEM_CODES: dict[str, str] = {
    "HS350": "classic configuration: something required is missing or stands too often",
    "HS351": "classic configuration: a name is used twice",
    "HS352": "classic configuration: an address prefix cannot be read",
    "HS353": "classic configuration: an address cannot be read",
    "HS354": "classic configuration: unknown connection type",
    "HS355": "classic configuration: a name cannot be used",
    "HS360": "classic inventory: a value cannot be used",
    "HS361": "classic inventory: a cell would be run as a formula",
    "HS363": "classic inventory: something is said twice",
    "HS401": "object groups: a part of the document has the wrong shape",
    "HS402": "object groups: a name cannot be used, or is used twice",
    "HS403": "object groups: a member names a group that is not defined",
    "HS404": "object groups: a group contains itself",
    "HS405": "object groups: a member is not an address, a prefix or a range",
    "HS406": "object groups: a member is not a service",
    "HS407": "object groups: a member is not the id of an application security group",
    "HS408": "object groups: a group holds nothing",
    "HS409": "object groups: a member names a group of another kind",
}
