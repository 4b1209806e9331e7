"""The rules, one file each and nothing else; folders by topic may come.

Every module below is found by `hubspoke_policies.sets.registry` and has one `RULE`; no list names it.

Imports `base` and `reading`.
"""
