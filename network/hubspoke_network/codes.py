"""Every code a `Problem` may carry, with its title. Codes are stable and never reused.

HS1xx components, HS2xx settings, HS3xx readers and facts, HS4xx object groups, HS5xx command line, HS6xx offline Azure,
HS7xx policies. `docs/errors.md` is made from this table.
"""

PROBLEM_CODES: dict[str, str] = {}
