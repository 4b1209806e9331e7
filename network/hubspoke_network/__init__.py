"""The pure model of Azure hub-and-spoke networks: addresses, rules, routes, reachability.

Nothing in this package knows Pulumi. Components, policies, the offline Azure and the command line all ask it, so that
each fact of Azure is understood in one place.
"""
