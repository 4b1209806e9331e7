"""Writes `hubspoke_network/azure/data/resource_types.json` from the installed azure-native SDK.

    python -m azure_offline.provider.metadata.generate

Run it after the SDK's version changed. The file is data for the model and the provider; neither imports the SDK.
"""

import importlib.metadata
import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

from azure_offline.provider.metadata.declared_types import (
    DECLARED,
    INSIDE_PROPERTIES,
    LIMITS,
    PLAIN,
    WIRE,
    WRAPPED,
    Declared,
)
from azure_offline.provider.metadata.sdk_source import Property, SdkModule, SourceClass
from hubspoke_network.azure import DATA, ENVELOPE

_NESTED = re.compile(r"@(\w+)")
# azure-native answers these as any; the wire form is that of the inputs.
_ANSWERED_AS_ANY = {
    "ruleCollections": "[@FirewallPolicyFilterRuleCollectionResponse|@FirewallPolicyNatRuleCollectionResponse",
    "rules": "[@ApplicationRuleResponse|@NatRuleResponse|@NetworkRuleResponse",
}


def target() -> Path:
    """The data file, beside the model's code."""
    return Path(str(DATA)) / "resource_types.json"


def sdk_root() -> Path:
    """The folder of the installed SDK, found without importing it."""
    spec = importlib.util.find_spec("pulumi_azure_native")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pulumi_azure_native is not installed")
    return Path(spec.submodule_search_locations[0])


class Generator:
    """Collects the shapes that the declared types reach."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._modules: dict[str, SdkModule] = {}
        self.shapes: dict[str, dict[str, Any]] = {}

    def module(self, name: str) -> SdkModule:
        """The SDK module, read once."""
        if name not in self._modules:
            self._modules[name] = SdkModule(self._root, name)
        return self._modules[name]

    def resource(self, declared: Declared) -> dict[str, Any]:
        """One declared type with everything its nested shapes need."""
        _, module_name, name = declared.token.split(":")
        module = self.module(module_name)
        source = module.resource(name)
        shape = f"{module_name}.{name}"
        path_names = [p for p in re.findall(r"{(\w+)}", declared.path) if p != "subscriptionId"]
        arguments = source.arguments.properties
        body = {n: p for n, p in arguments.items() if n not in path_names and n not in declared.query}
        outputs = {n: p for n, p in source.outputs.items() if n != "azureApiVersion"}
        required = {n for n, p in arguments.items() if p.required}
        if "location" in body and outputs["location"].required:
            required.add("location")  # optional in the SDK only because the provider fills it in
        entry: dict[str, Any] = {
            "api": source.api_version,
            "path": declared.path,
            "required": sorted(required),
            "in": self._specs(module, body),
            "out": self._specs(module, {"id": Property("id", "s", True), **outputs}),
        }
        _add(entry, "replaces", list(declared.replaces))
        _add(entry, "query", list(declared.query))
        _add(entry, "maintained", source.maintained)
        _add(entry, "defaults", source.arguments.defaults)
        _add(entry, "limits", {n: limit.data() for n, limit in LIMITS.get(shape, {}).items()})
        self._lay_out(entry, shape, wrapped=declared.flattened)
        return entry

    def _specs(self, module: SdkModule, properties: dict[str, Property]) -> dict[str, str]:
        """Specs with the nested classes named `module.Class`; collects those classes."""
        return {n: self._spec(module, n, p.spec) for n, p in sorted(properties.items())}

    def _spec(self, module: SdkModule, name: str, spec: str) -> str:
        if spec == "[a" and name in _ANSWERED_AS_ANY:
            spec = _ANSWERED_AS_ANY[name]
        if name == "userAssignedIdentities" and spec == "[s":
            return "=s"
        for nested in _NESTED.findall(spec):
            self._nested(module, nested)
        return _NESTED.sub(lambda m: f"@{module.name}.{m[1]}", spec)

    def _nested(self, module: SdkModule, name: str) -> None:
        key = f"{module.name}.{name}"
        if key in self.shapes:
            return
        self.shapes[key] = entry = {}
        is_input = name.endswith("Args")
        source = module.input_class(name) if is_input else module.output_class(name)
        base = f"{module.name}.{_base(name)}"
        entry["props"] = self._specs(module, source.properties)
        if is_input:
            _add(entry, "required", sorted(n for n, p in source.properties.items() if p.required))
            _add(entry, "defaults", source.defaults)
            _add(entry, "limits", {n: limit.data() for n, limit in LIMITS.get(base, {}).items()})
        _add(entry, "constants", source.constants or _constants_of_twin(module, name))
        self._lay_out(entry, base, wrapped=_is_wrapped(base, source))

    @staticmethod
    def _lay_out(entry: dict[str, Any], base: str, *, wrapped: bool) -> None:
        if wrapped:
            entry["wrapped"] = True
        _add(entry, "inside", sorted(INSIDE_PROPERTIES.get(base, ())))
        _add(entry, "wire", WIRE.get(base, {}))


def _base(name: str) -> str:
    """`SubnetArgs`, `SubnetResponse` and `SubnetResponseV1` describe one shape: `Subnet`."""
    if name.endswith("Args"):
        return name.removesuffix("Args")
    return re.sub(r"Response(V\d+)?", "", name, count=1)


def _constants_of_twin(module: SdkModule, name: str) -> dict[str, str]:
    """A response of a union has the constants of the input of the same name."""
    twin = f"{_base(name)}Args"
    return module.input_class(twin).constants if twin in module.inputs else {}


def _is_wrapped(base: str, source: SourceClass) -> bool:
    """Whether the members beyond the envelope lie under `properties` (`x-ms-client-flatten`).

    In these modules that is so for the sub-resources, which have an id, with the exceptions of `declared_types`.
    """
    if base in WRAPPED:
        return True
    return base not in PLAIN and "id" in source.properties and not set(source.properties) <= ENVELOPE


def _add(entry: dict[str, Any], key: str, value: Any) -> None:
    if value:
        entry[key] = value


def generate(tokens: frozenset[str] | None = None) -> dict[str, Any]:
    """The content of the data file, for all declared types or for some."""
    generator = Generator(sdk_root())
    resources = {d.token: generator.resource(d) for d in DECLARED if tokens is None or d.token in tokens}
    return {
        "sdk": importlib.metadata.version("pulumi-azure-native"),
        "resources": resources,
        "shapes": dict(sorted(generator.shapes.items())),
    }


def text(content: dict[str, Any]) -> str:
    """The file's text: one line a type, so that a new SDK version shows as readable changes."""

    def lines(part: dict[str, Any]) -> str:
        return ",\n".join(f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in part.items())

    return (
        f'{{"sdk":{json.dumps(content["sdk"])},\n"resources":{{\n{lines(content["resources"])}\n}},\n'
        f'"shapes":{{\n{lines(content["shapes"])}\n}}}}\n'
    )


def main() -> None:
    """Write the file and say what it holds."""
    content = generate()
    path = target()
    path.parent.mkdir(exist_ok=True)
    path.write_text(text(content), "utf-8")
    sys.stdout.write(f"{path.name}: {len(content['resources'])} types, {len(content['shapes'])} shapes\n")


if __name__ == "__main__":
    main()
