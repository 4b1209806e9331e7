"""Why previews are quick here: fresh resources do without the aliases of every API version.

azure-native gives each resource some sixty aliases, one per API version it ever had, so that old states still match. In
Python they cost most of the time of a preview. A resource that was never made under another version needs none of them.
"""

import re

import pulumi

_VERSIONED = re.compile(r"azure-native:(?P<module>[a-z0-9]+)/v\d{8}(preview|privatepreview)?:(?P<type>\w+)")


def drop_version_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """A `transformations` option: drops exactly the aliases azure-native adds for API versions, keeps all others.

    Leave it out (`keep_version_aliases=True` on a component) where a state made by another program, with the types of a
    certain API version, is to be taken over.
    """
    aliases = args.opts.aliases
    if not aliases or not args.type_.startswith("azure-native:"):
        return None
    wanted = args.type_.rpartition(":")[2]
    kept = [alias for alias in aliases if not _is_version_alias(alias, wanted)]
    if len(kept) == len(aliases):
        return None
    args.opts.aliases = kept
    return pulumi.ResourceTransformationResult(args.props, args.opts)


def _is_version_alias(alias: object, wanted: str) -> bool:
    if not isinstance(alias, pulumi.Alias) or not isinstance(alias.type_, str):
        return False
    others: tuple[object, ...] = (alias.name, alias.parent, alias.stack, alias.project)
    if any(part is not ... for part in others):
        return False
    match = _VERSIONED.fullmatch(alias.type_)
    return match is not None and match["type"] == wanted
