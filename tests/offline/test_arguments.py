"""Reading a Pulumi command line, and adding to it."""

import pytest

from azure_offline.commands.pulumi.arguments import read_arguments


@pytest.mark.parametrize(
    ("line", "command", "positionals"),
    [
        ("up", ("up",), ()),
        ("update --yes", ("up",), ()),
        ("pre", ("preview",), ()),
        ("dn -y", ("destroy",), ()),
        ("--color never -C some/folder up -s dev", ("up",), ()),
        ("up --config a=b -c c=d --policy-pack policies", ("up",), ()),
        ("config set hub:size 3 --path", ("config", "set"), ("hub:size", "3")),
        ("config", ("config",), ()),
        ("config --json", ("config",), ()),
        ("config cp -d prod -s dev", ("config", "copy"), ()),
        ("stack init dev", ("stack", "new"), ("dev",)),
        ("stack rm --yes dev", ("stack", "remove"), ("dev",)),
        ("stack select -c dev", ("stack", "select"), ("dev",)),
        ("import -f resources.json", ("import",), ()),
        (
            "import azure-native:network:Subnet app /subscriptions/1",
            ("import",),
            ("azure-native:network:Subnet", "app", "/subscriptions/1"),
        ),
        ("config set -- -key value", ("config", "set"), ("-key", "value")),
        ("state delete URN -d", ("state", "delete"), ("URN",)),
        ("", (), ()),
        ("--version", (), ()),
    ],
)
def test_command_and_words(line: str, command: tuple[str, ...], positionals: tuple[str, ...]) -> None:
    invocation = read_arguments(line.split())

    assert (invocation.command, invocation.positionals) == (command, positionals)


@pytest.mark.parametrize(
    ("line", "stack", "cwd", "config_file"),
    [
        ("up -s dev", "dev", None, None),
        ("up -sdev", "dev", None, None),
        ("up --stack=organization/demo/dev", "dev", None, None),
        ("-C there up --config-file my.yaml", None, "there", "my.yaml"),
        ("--cwd=there up --config-file=my.yaml", None, "there", "my.yaml"),
        ("up -s", None, None, None),
    ],
)
def test_what_is_understood(line: str, stack: str | None, cwd: str | None, config_file: str | None) -> None:
    invocation = read_arguments(line.split())

    assert (invocation.stack_name, invocation.cwd, invocation.config_file) == (stack, cwd, config_file)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("up --yes", "up --stack dev --yes"),
        ("--color never config set a:b -- -1", "--color never config set --stack dev a:b -- -1"),
        ("config", "config --stack dev"),
    ],
)
def test_options_stand_behind_the_command(line: str, expected: str) -> None:
    assert read_arguments(line.split()).with_options("--stack", "dev") == expected.split()


def test_help_is_noticed_where_it_is_asked_for() -> None:
    asked = {line: read_arguments(line.split()).wants_help for line in ("up --help", "-h", "help up", "up", "up -m -h")}

    assert asked == {"up --help": True, "-h": True, "help up": True, "up": False, "up -m -h": False}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("up --debug", True),
        ("preview -d", True),
        ("up -v 9 --logtostderr", True),
        ("-v9 up", True),
        ("up --verbose=3", True),
        ("up --event-log events", True),
        ("up --yes --diff", False),
        ("stack ls", False),
    ],
)
def test_who_wants_debug_messages(line: str, wanted: bool) -> None:
    assert read_arguments(line.split()).wants_debug is wanted
