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
}
