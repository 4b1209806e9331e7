"""A page for every rule of the policy pack, and their index."""

from hubspoke_cli.outputs.rule_page import markdown_page
from hubspoke_cli.outputs.tables import Table, markdown_table
from hubspoke_policies.base.rule import Category
from hubspoke_policies.sets.registry import RULES
from pages import NOTICE, page

NOT_RUN = "<!-- not run: tests/policies/test_examples.py runs every example of every rule -->"

HEADINGS: dict[Category, str] = {
    "topology": "Topology",
    "office365": "Office 365 over ExpressRoute",
    "security": "Security",
}
GROUPS = [(heading, [rule for rule in RULES if rule.category == key]) for key, heading in HEADINGS.items()]

HEAD = """\
# Policies

Every rule runs in two places: in the policy pack, which gates `pulumi preview` and `pulumi up` of any program that uses
azure-native, and in `hubspoke check`, which judges a state, a preview's JSON or documents as Azure exports them.

An answer has three values. What cannot be decided yet, such as a prefix that only the deployment will know, is told as
*undecided* and never counts as a pass.
"""

SETTINGS = """\
## Settings

`policies/settings.yaml` is read by the pack; `hubspoke check --config FILE` reads the same form:

```yaml
set: strict
rules:
  no-any-to-any:
    level: advisory
  internal-only-is-rfc1918:
    undecided: mandatory
    exemptions:
      - resource: "*nsg-partner*"
        reason: a partner's public range, until the tunnel is up
        owner: network@example.com
        expires: 2027-03-31
```

- `set`: `baseline` runs each rule at its own level; in `strict` every rule is mandatory, and a security rule that is
  undecided blocks as well.
- `level`: `advisory` tells, `mandatory` stops the deployment, `disabled` leaves the rule out.
- `undecided`: what an undecided finding does. `advisory` tells it; `mandatory` reports it at the rule's level.
- `exemptions`: each with a pattern for the resource's URN, id or logical name, a reason, an owner and the last day on
  which it holds. One that has expired, or that exempts nothing, is itself a finding.
- Everything else is an option of the rule; its page lists them.
"""

USE = """\
## Running them

With Pulumi, from a checkout:

<!-- not run: needs a stack to preview; tests/engine/test_policies.py runs the pack -->

```console
$ pulumi preview --policy-pack policies
```

Without Pulumi:

<!-- not run: needs a state to judge; tests/cli/test_check.py runs the command -->

```console
$ pulumi preview --json --show-sames > preview.json
$ hubspoke check --set strict preview.json
$ hubspoke check --explain no-any-to-any
```

In a pack of your own:

<!-- not run: a pack serves until the engine ends it; tests/policies/test_adapter.py builds one -->

```python
from pulumi_policy import PolicyPack

from hubspoke_policies.adapter.policies import policies
from hubspoke_policies.sets.registry import RULES

PolicyPack("ours", policies=policies(RULES))
```
"""


def policies() -> dict[str, str]:
    """The index, and a page a rule."""
    pages = {f"policies/{rule.id}.md": NOTICE + markdown_page(rule, NOT_RUN) for rule in RULES}
    return {"policies/README.md": page([HEAD, *_tables(), SETTINGS, USE]), **pages}


def _tables() -> list[str]:
    parts = []
    for title, rules in GROUPS:
        rows = tuple((f"[{rule.id}]({rule.id}.md)", rule.severity, rule.level, rule.title) for rule in rules)
        parts += [f"## {title}", "", markdown_table(Table("", ("rule", "severity", "level", "what it asks"), rows)), ""]
    return parts
