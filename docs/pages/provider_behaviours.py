"""How azure-native behaves, and where the offline provider does the same."""

from azure_offline.provider.behaviours import Behaviour, behaviours
from hubspoke_cli.outputs.tables import Table, markdown_table
from pages import page

HEAD = """\
# azure-native's ways

What is known about how the azure-native provider behaves, and where the offline one does the same. Evidence: **S** read
in its source, **G** seen in a recorded run, **K** read in its Python SDK, **P** read in Azure's API descriptions, **I**
told in its issues, **F** inferred. Modules are those of `azure_offline.provider`; `arm:` are those of
`azure_offline.arm`, `sdk` is azure-native's own SDK, which programs run as it is.
"""

COUNT = "Of {known} known ways {done} are done, each shown by a test; {left} are left out, with the reason."


def provider_behaviours() -> dict[str, str]:
    """One page, a table for each part of a resource's life."""
    known = behaviours()
    done = sum(bool(row.where) for row in known)
    lines = [HEAD, COUNT.format(known=len(known), done=done, left=len(known) - done), ""]
    for part in dict.fromkeys(row.part for row in known):
        lines += [f"## {part}", "", markdown_table(_table([row for row in known if row.part == part])), ""]
    return {"offline-provider.md": page(lines)}


def _table(rows: list[Behaviour]) -> Table:
    shown = []
    for row in rows:
        where = ", ".join(f"`{name}`" for name in row.where) or "left out"
        tests = "<br>".join(f"`{name}`" for name in row.shown) or _plain(row.reason)
        shown.append((_plain(row.known), row.evidence, where, tests))
    return Table("", ("known", "evidence", "where", "test, or why not"), tuple(shown))


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
