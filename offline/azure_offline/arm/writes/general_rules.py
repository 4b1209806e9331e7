"""Rules for resources of every type, applied by the pipeline itself."""

from azure_offline.arm.resources import ArmView, stated
from hubspoke_network.refusals import DELETE, RefusalRule

_GENERAL = "azure-resource-manager/troubleshooting/common-deployment-errors"

SUBSCRIPTION_NOT_FOUND = stated(
    "subscription-not-found",
    "The subscription is not one the caller knows.",
    grade="C",
    source=_GENERAL,
    code="SubscriptionNotFound",
    message="The subscription '{subscription}' could not be found.",
    status=404,
    needs="the subscriptions of the world",
)
GROUP_NOT_FOUND = stated(
    "resource-group-not-found",
    "The resource group does not exist.",
    grade="C",
    source=_GENERAL,
    code="ResourceGroupNotFound",
    message="Resource group '{group}' could not be found.",
    status=404,
    needs="the groups in the store",
)
PARENT_NOT_FOUND = stated(
    "parent-not-found",
    "The parent of a child resource does not exist.",
    grade="B",
    source="azure-resource-manager/troubleshooting/error-parent-resource",
    code="ParentResourceNotFound",
    message="Can not perform requested operation on nested resource. Parent resource '{parent}' not found.",
    seen=True,
    status=404,
    needs="the resources in the store",
)
NOT_FOUND = stated(
    "resource-not-found",
    "The resource that is read does not exist.",
    grade="B",
    source="MicrosoftDocs/azure-docs#52229",
    code="ResourceNotFound",
    message="The Resource '{path}' under resource group '{group}' was not found.",
    seen=True,
    status=404,
    needs="the resources in the store",
)
INVALID_NAME = stated(
    "resource-name",
    "The name has characters or a length that the type does not take.",
    grade="B",
    source="published responses; lengths and patterns from the Azure naming rules",
    code="InvalidResourceName",
    message="Resource name {name} is invalid. The name can be up to {maximum} characters long. It must begin with a "
    "word character, and it must end with a word character or with '_'. The name may contain word characters or '.', "
    "'-', '_'.",
    seen=True,
    needs="the declaration of the type",
)
LOCATION_REQUIRED = stated(
    "location-required",
    "A resource that lives in a region names none.",
    grade="C",
    source=_GENERAL,
    code="LocationRequired",
    message="The location property is required for this definition.",
    needs="the declaration of the type",
)
OTHER_LOCATION = stated(
    "location-changed",
    "A resource of that name exists in another region.",
    grade="B",
    source="published responses",
    code="InvalidResourceLocation",
    message="The resource '{name}' already exists in location '{old}' in resource group '{group}'. A resource with the "
    "same name cannot be created in location '{new}'. Please select a new resource name.",
    seen=True,
    status=409,
    needs="the resource in the store",
)
NOT_GLOBAL = stated(
    "location-global",
    "A resource that belongs to no region names one.",
    grade="C",
    source="azure-native: privatedns types; dns/private-dns-overview",
    code="LocationNotAvailableForResourceType",
    message="The provided location '{location}' is not available for resource type '{type}'. Write global.",
    needs="the declaration of the type",
)
TAGS = stated(
    "tags",
    "A resource has too many tags, or a tag with too long a key or value.",
    grade="A",
    source="azure-resource-manager/management/tag-resources; terraform-provider-azurerm tags/validate.go",
    message="{problem}",
    needs="the request",
)
MISSING_REFERENCE = stated(
    "reference-missing",
    "A property names a resource that does not exist, or lies in another region.",
    grade="B",
    source="published responses",
    code="InvalidResourceReference",
    message="Resource {target} referenced by resource {id} was not found. Please make sure that the referenced "
    "resource exists, and that both resources are in the same region.",
    seen=True,
    needs="the declared references and the store",
)
WRONG_TYPE = stated(
    "reference-wrong-type",
    "A property names a resource of another type than it takes.",
    grade="B",
    source="hashicorp/terraform#27215",
    code="InvalidJsonReferenceWrongType",
    message="Reference Id {target} is referencing resource of a wrong type. The Id is expected to reference resources "
    "of type {wanted}. Path {path}.",
    seen=True,
    needs="the declared references",
)
BAD_ID = stated(
    "reference-not-an-id",
    "A property that takes a resource id holds something else.",
    grade="C",
    source=_GENERAL,
    code="LinkedInvalidPropertyId",
    message="Property id '{target}' at path '{path}' is invalid. Expect fully qualified resource Id that starts with "
    "'/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.",
    needs="the declared references",
)
FOREIGN_REFERENCE = stated(
    "reference-not-readable",
    "A property names a resource in a subscription the caller may not read.",
    grade="C",
    source=_GENERAL,
    code="LinkedAuthorizationFailed",
    message="The client has permission to write {id}, but the linked subscription of {target} was not found.",
    status=403,
    needs="the subscriptions of the world",
)
OTHER_SUBSCRIPTION = stated(
    "reference-other-subscription",
    "A property that takes a resource of the same subscription names one of another.",
    grade="A",
    source="virtual-network/virtual-network-manage-subnet",
    message="Resource {target} referenced by resource {id} must be in the same subscription.",
    needs="the declared references",
)
REQUIRED_REFERENCE = stated(
    "reference-required",
    "A property without which the resource makes no sense is missing.",
    grade="C",
    source=_GENERAL,
    code="LinkedInvalidPropertyId",
    message="Property {path} of resource {id} must be the id of a resource of type {wanted}.",
    needs="the declared references",
)
BAD_FORMAT = stated(
    "request-format",
    "The body cannot be read: a property is of another JSON type than it takes.",
    grade="B",
    source="hashicorp/terraform#27215",
    code="InvalidRequestFormat",
    message="Cannot parse the request.",
    seen=True,
    needs="the request",
)
LOCKED = stated(
    "scope-locked",
    "A management lock forbids the write or the delete.",
    grade="C",
    source=_GENERAL,
    code="ScopeLocked",
    message="The scope '{id}' cannot perform {verb} operation because following scope(s) are locked: '{scope}'. Please "
    "remove the lock and try again.",
    status=409,
    on=frozenset({"create", "update", "delete"}),
    needs="the locks in the store",
)
IN_USE = stated(
    "in-use",
    "A resource that others need is deleted.",
    grade="C",
    source="delete codes of the network provider are per type; for this one none is published",
    message="Resource {id} cannot be deleted because it is in use by {users}.",
    on=DELETE,
    needs="who refers to it by declared references",
)
UNDECLARED = stated(
    "type-not-declared",
    "The offline Azure knows nothing about the type, and was told to refuse such types.",
    grade="D",
    source="an option of the offline Azure",
    message="The offline Azure has no declaration of type {type}, so nothing about it can be checked.",
    needs="the declared types",
)

GENERAL_RULES: tuple[RefusalRule[ArmView], ...] = (
    SUBSCRIPTION_NOT_FOUND,
    GROUP_NOT_FOUND,
    PARENT_NOT_FOUND,
    NOT_FOUND,
    INVALID_NAME,
    LOCATION_REQUIRED,
    OTHER_LOCATION,
    NOT_GLOBAL,
    TAGS,
    MISSING_REFERENCE,
    WRONG_TYPE,
    BAD_ID,
    FOREIGN_REFERENCE,
    OTHER_SUBSCRIPTION,
    REQUIRED_REFERENCE,
    BAD_FORMAT,
    LOCKED,
    IN_USE,
)
