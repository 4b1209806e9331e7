"""Reads the azure-native SDK's sources without importing them: what its classes take, answer and require.

Importing the SDK's network module costs seconds and a gigabyte; its sources are generated and regular, so the abstract
syntax tree tells the same. Only `generate_metadata` and its test use this.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

_SCALARS = {"_builtins.str": "s", "_builtins.int": "i", "_builtins.float": "n", "_builtins.bool": "b", "Any": "a"}
_VERSION = re.compile(r"Uses Azure REST API version (\S+?)\.(?:\s|$)")
_STANDALONE = "These are also available as standalone resources."


@dataclass(frozen=True)
class Property:
    """One property of a class: its name on the wire of Pulumi, its type as a spec, whether it must be given.

    A spec is `s`, `i`, `n`, `b`, `a` (string, integer, number, boolean, anything), `@Name` (a nested class),
    `@One|@Two` (one of several); `[` before it makes an array, `{` a map.
    """

    name: str
    spec: str
    required: bool
    doc: str = ""


@dataclass(frozen=True)
class SourceClass:
    """A class of the SDK: its properties by wire name, those that always have one value, and defaults."""

    name: str
    properties: dict[str, Property]
    constants: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str | int | bool] = field(default_factory=dict)


class SdkModule:
    """One module of the installed SDK, `network` or `storage`."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root / name
        self.name = name

    @cached_property
    def files(self) -> dict[str, Path]:
        """Source files by lower-case class name: `PublicIPAddress` is in `public_ip_address.py`."""
        return {path.stem.replace("_", ""): path for path in self.root.glob("*.py")}

    @cached_property
    def inputs(self) -> dict[str, ast.ClassDef]:
        """Nested input classes by name (`SubnetArgs`)."""
        return _classes(self.root / "_inputs.py")

    @cached_property
    def outputs(self) -> dict[str, ast.ClassDef]:
        """Nested output classes by name (`SubnetResponse`)."""
        return _classes(self.root / "outputs.py")

    def resource(self, name: str) -> "ResourceSource":
        """The resource class `name` and its arguments. Raises KeyError where the module has none of that name."""
        path = self.files[name.lower()]
        classes = _classes(path)
        return ResourceSource(classes[name], classes.get(f"{name}InitArgs") or classes[f"{name}Args"])

    def input_class(self, name: str) -> SourceClass:
        """The nested input class `nameArgs`."""
        return read_class(self.inputs[name])

    def output_class(self, name: str) -> SourceClass:
        """The nested output class."""
        return read_class(self.outputs[name])


class ResourceSource:
    """A resource class of the SDK beside the class of its arguments."""

    def __init__(self, resource: ast.ClassDef, arguments: ast.ClassDef) -> None:
        self._resource = resource
        self.arguments = read_class(arguments)

    @cached_property
    def outputs(self) -> dict[str, Property]:
        """What the resource answers."""
        return {p.name: p for p in _getters(self._resource)}

    @cached_property
    def api_version(self) -> str:
        """The api-version the SDK's own text names."""
        for node in ast.walk(self._resource):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = _VERSION.search(node.value)
                if found:
                    return found[1]
        raise ValueError(f"{self._resource.name}: its text names no api-version")

    @property
    def maintained(self) -> list[str]:
        """Inputs that are children of their own, which an update keeps where they are not given."""
        return [p.name for p in self.arguments.properties.values() if _STANDALONE in p.doc]


def read_class(node: ast.ClassDef) -> SourceClass:
    """The properties of a nested class or of a resource's arguments."""
    getters = {p.name: p for p in _getters(node)}
    names = {python: wire for wire, python in _python_names(node).items()}
    init = next((f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__"), None)
    if init is None:
        return SourceClass(node.name, {})
    required = {a.arg for a, d in zip(init.args.kwonlyargs, init.args.kw_defaults, strict=True) if d is None}
    properties = {}
    for argument in init.args.kwonlyargs:
        wire = names.get(argument.arg, argument.arg)
        if argument.annotation is None:
            continue
        properties[wire] = Property(
            wire, _spec(argument.annotation), argument.arg in required, getters[wire].doc if wire in getters else ""
        )
    return SourceClass(node.name, properties, _constants(init, names), _defaults(init, names))


def _constants(init: ast.FunctionDef, names: dict[str, str]) -> dict[str, str]:
    constants = {}
    for node in init.body:
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and len(node.value.args) == 3):
            continue
        key, value = node.value.args[1], node.value.args[2]
        if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            constants[names.get(str(key.value), str(key.value))] = value.value
    return constants


def _defaults(init: ast.FunctionDef, names: dict[str, str]) -> dict[str, str | int | bool]:
    """What the SDK sends for an argument that is not given: `if x is None: x = False`."""
    defaults: dict[str, str | int | bool] = {}
    for node in init.body:
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and len(node.body) == 1):
            continue
        action = node.body[0]
        if (
            isinstance(node.test.ops[0], ast.Is)
            and isinstance(action, ast.Assign)
            and isinstance(action.targets[0], ast.Name)
            and isinstance(action.value, ast.Constant)
            and isinstance(action.value.value, str | int | bool)
        ):
            name = action.targets[0].id
            defaults[names.get(name, name)] = action.value.value
    return defaults


@cache
def _classes(path: Path) -> dict[str, ast.ClassDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _getter_name(function: ast.FunctionDef) -> str | None:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pulumi.getter":
            return next((str(k.value.value) for k in decorator.keywords if isinstance(k.value, ast.Constant)), None)
        if ast.unparse(decorator) == "pulumi.getter":
            return function.name
    return None


def _functions(node: ast.ClassDef) -> list[tuple[str, ast.FunctionDef]]:
    functions = [function for function in node.body if isinstance(function, ast.FunctionDef)]
    return [(name, function) for function in functions if (name := _getter_name(function)) is not None]


def _python_names(node: ast.ClassDef) -> dict[str, str]:
    return {name: function.name for name, function in _functions(node)}


def _getters(node: ast.ClassDef) -> list[Property]:
    properties = []
    for name, function in _functions(node):
        if function.returns is None:
            continue
        text = ast.unparse(function.returns)
        required = "Optional[" not in text.split("Sequence[")[0].split("Mapping[")[0]
        properties.append(Property(name, _spec(function.returns), required, ast.get_docstring(function) or ""))
    return properties


def _spec(annotation: ast.expr) -> str:
    """The spec of an annotation such as `pulumi.Input[Optional[Sequence[pulumi.Input['SubnetArgs']]]]`."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        name = annotation.value.removeprefix("outputs.")
        return f"@{name}" if name.endswith("Args") or "Response" in name or "outputs." in annotation.value else "s"
    text = ast.unparse(annotation)
    if text in _SCALARS:
        return _SCALARS[text]
    if not isinstance(annotation, ast.Subscript):
        raise TypeError(f"an annotation of the SDK was not understood: {text}")
    outer = ast.unparse(annotation.value)
    inner = annotation.slice
    if outer in {"pulumi.Input", "pulumi.Output", "Optional"}:
        return _spec(inner)
    if outer == "Sequence":
        return "[" + _spec(inner)
    if outer == "Mapping" and isinstance(inner, ast.Tuple):
        return "{" + _spec(inner.elts[1])
    if outer == "Union" and isinstance(inner, ast.Tuple):
        return _union([_spec(part) for part in inner.elts if not _is_dict_form(part)])
    raise TypeError(f"an annotation of the SDK was not understood: {text}")


def _union(parts: list[str]) -> str:
    """`Union[str, 'SomeEnum']` is a string; several nested classes stay several."""
    distinct = list(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else "|".join(distinct)


def _is_dict_form(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and str(part.value).endswith("ArgsDict")
