"""The schema of the package, which SDKs in every language are made from: inferred from components and Args classes."""

import inspect
import json
from enum import Enum
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from hubspoke.base import SECRET, Component, SchemaType, fields_of
from hubspoke.plugin.served import (
    COMPONENTS,
    SECRET_OUTPUTS,
    args_class,
    member_docs,
    output_types,
)

PACKAGE = "hubspoke"
"""Name of the package: the first part of every token."""
DISTRIBUTION = "hubspoke"

Json = dict[str, Any]


def package_version() -> str:
    """Version of the installed distribution, which is the package's."""
    return version(DISTRIBUTION)


def package_schema() -> Json:
    """The package's schema: components under `resources`, what their arguments are made of under `types`."""
    types = _Types()
    resources = {token_of(component): _component(component, types) for component in COMPONENTS}
    language: Json = {name: {"respectSchemaVersion": True} for name in ("csharp", "go", "java", "nodejs", "python")}
    language["python"]["pyproject"] = {"enabled": True}
    # Without it the generator for Go leaves out the type of what stands in a plain map only (pulumi/pkg 3.259).
    language["go"]["generateExtraInputTypes"] = True
    return {
        "name": PACKAGE,
        "version": package_version(),
        "displayName": PACKAGE,
        "description": "Hub-and-spoke networks on Azure, with ExpressRoute and Office 365",
        "license": "Apache-2.0",
        # SDKs that can be packed and installed by themselves: the one for Go is then a module of its own.
        "meta": {"moduleFormat": "(.*)", "supportPack": True},
        "keywords": ["azure", "expressroute", "hub-and-spoke", "category/network"],
        "language": language,
        "config": {},
        "types": dict(sorted(types.found.items())),
        "resources": resources,
    }


def schema_text() -> str:
    """The schema as it is recorded and served."""
    return json.dumps(package_schema(), indent=2, ensure_ascii=False) + "\n"


def token_of(component: type[Component]) -> str:
    """A component's type token."""
    return f"{PACKAGE}:index:{component.__name__}"


def type_name(cls: type[Any]) -> str:
    """The name of an Args class or an enum in the schema; SDKs put `Args` behind it again."""
    return cls.__name__.removesuffix("Args")


class _Types:
    """The schema's types, gathered on the way through arguments."""

    def __init__(self) -> None:
        self.found: dict[str, Json] = {}
        self._classes: dict[str, type[Any]] = {}

    def reference(self, cls: type[Any]) -> str:
        """A reference to the type of `cls`, which is added. Raises TypeError where two classes have one name."""
        token = f"{PACKAGE}:index:{type_name(cls)}"
        if self._classes.setdefault(token, cls) is not cls:
            raise TypeError(f"{cls} and {self._classes[token]} would both be {token}; rename one")
        if token not in self.found:
            self.found[token] = {}
            self.found[token] = _enum(cls) if issubclass(cls, Enum) else self._object(cls)
        return f"#/types/{token}"

    def _object(self, cls: type[BaseModel]) -> Json:
        properties = self.properties(cls)
        made: Json = {"type": "object", "description": inspect.getdoc(cls) or "", "properties": properties}
        required = _required(fields_of(cls))
        return made | ({"required": required} if required else {})

    def properties(self, cls: type[BaseModel]) -> Json:
        """The fields of `cls` as input properties."""
        shapes = fields_of(cls)
        found = {}
        for name, info in cls.model_fields.items():
            key = info.alias or name
            extra: Json = {"description": info.description} if info.description else {}
            if info.json_schema_extra == SECRET:
                extra["secret"] = True
            found[key] = self.type(shapes[key]) | extra
        return found

    def type(self, shape: SchemaType, *, output: bool = False) -> Json:
        """A shape as the schema writes it. What must be there from the start, as an input, is `plain`."""
        made: Json
        if shape.kind == "object" and shape.model is not None:
            made = {"$ref": self.reference(shape.model)}
        elif shape.kind == "enum" and shape.choices is not None:
            made = {"$ref": self.reference(shape.choices)}
        elif shape.item is not None:
            inner = self.type(shape.item, output=output)
            made = {"type": "array", "items": inner}
            if shape.kind == "map":
                made = {"type": "object", "additionalProperties": inner}
        else:
            made = {"type": shape.kind}
        return made if shape.eventual or output else made | {"plain": True}


def _component(component: type[Component], types: _Types) -> Json:
    args = args_class(component)
    shapes, docs = output_types(component), member_docs(component)
    outputs = {}
    for name, _ in component.declared_outputs():
        key = to_camel(name)
        outputs[key] = types.type(shapes[key], output=True) | {"description": docs[name]}
        if f"{component.__name__}.{key}" in SECRET_OUTPUTS:
            outputs[key]["secret"] = True
    return {
        "isComponent": True,
        "description": inspect.getdoc(component) or "",
        "inputProperties": types.properties(args),
        "requiredInputs": _required(fields_of(args)),
        "properties": outputs,
        "required": _required(shapes),
    }


def _required(shapes: dict[str, SchemaType]) -> list[str]:
    return sorted(name for name, shape in shapes.items() if not shape.optional)


def _enum(cls: type[Enum]) -> Json:
    docs = member_docs(cls)
    members = []
    for member in cls:
        text = {"description": docs[member.name]} if member.name in docs else {}
        members.append({"name": _pascal(member.name), "value": str(member.value)} | text)
    return {"type": "string", "description": inspect.getdoc(cls) or "", "enum": members}


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
