"""The rules, one file each; `hubspoke_policies.registry` lists them."""
