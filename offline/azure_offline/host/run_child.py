"""Runs a Pulumi program, or a plugin written in Python, in a process that ends with its language host.

This file is started by path, under the Python of the program's own environment, which need not have this package. It
uses the standard library and, for programs, the `pulumi` SDK of that environment. Four forms:

    run_child.py program --monitor ADDRESS --engine ADDRESS --project ... -- PROGRAM [ARGUMENT ...]
    run_child.py policy ENGINE PACK                as `python -m pulumi.policy`
    run_child.py module NAME [ARGUMENT ...]        as `python -m NAME`
    run_child.py path PATH [ARGUMENT ...]          as `python PATH`

A program ends with 0, with 32 when its error has been reported to the engine already, or with its own exit code.
"""

import argparse
import asyncio
import gc
import importlib.util
import logging
import os
import runpy
import signal
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

ERROR_REPORTED = 32
"""Exit code that tells the language host, and through it the engine, that nothing more needs to be said."""

DEBUG_VARIABLE = "AZURE_OFFLINE_DEBUG"
"""Set to 1 by `pulumi-offline` where the command line asks for debug messages."""

_HERE = Path(__file__).resolve()
_PULUMI = _HERE.parent / "_pulumi.py"


def main() -> None:
    """Run what the command line names."""
    # An interrupt of the engine reaches this process through its host; a traceback would help nobody.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _end_with_the_host()
    if sys.path and Path(sys.path[0]).resolve() == _HERE.parent:
        del sys.path[0]
    form, *rest = sys.argv[1:]
    if form == "program":
        sys.exit(_run_program(_program_arguments(rest)))
    elif form == "path":
        sys.argv = rest
        _make_importable(Path(rest[0]))
        runpy.run_path(rest[0], run_name="__main__")
    else:
        if form == "policy":
            _load(_PULUMI).remember_stack()
            rest = ["pulumi.policy", *rest]
        sys.argv = rest
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)


def _end_with_the_host() -> None:
    # This process leads a group of its own: whatever the program has started goes with it.
    watch = _load(_HERE.parent.parent / "processes" / "parent_watch.py").watch_parent
    watch(lambda: os.killpg(os.getpgrp(), signal.SIGKILL))


def _load(location: Path) -> ModuleType:
    """Import a neighbour by its path: this package need not be installed under the program's Python."""
    specification = importlib.util.spec_from_file_location(f"_azure_offline_{location.stem}", location)
    if specification is None or specification.loader is None:
        raise ImportError(f"cannot load {location}")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _make_importable(program: Path) -> None:
    """Let a program import its neighbours, for as long as it runs (`runpy` takes the folder off too early)."""
    folder = program if program.is_dir() else program.parent
    sys.path.insert(0, str(folder.resolve()))


def _program_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run_child.py program")
    for name in ("monitor", "engine", "project", "stack", "organization", "root_directory", "pwd"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--parallel", type=int, default=0)
    parser.add_argument("--dry_run", choices=("true", "false"), default="false")
    parser.add_argument("program")
    parser.add_argument("arguments", nargs="*")
    return parser.parse_args(words)


def _run_program(arguments: argparse.Namespace) -> int:
    try:
        import pulumi
        import pulumi.runtime
    except ImportError:
        sys.stderr.write(
            f"{traceback.format_exc()}\n"
            f"The Pulumi SDK cannot be imported by {sys.executable}. Install the program's requirements there"
            " (pip install -r requirements.txt), or name the right environment as runtime option `virtualenv`.\n"
        )
        return 1
    _configure(arguments)
    # Programs make many objects and keep them: looking for garbage often takes a third of a large preview.
    gc.set_threshold(100_000, 20, 100)
    sys.argv = [arguments.program, *arguments.arguments]
    if arguments.pwd:
        os.chdir(arguments.pwd)
    program = Path(arguments.program).absolute()
    _make_importable(program)
    # Futures that nobody awaits are usual when a program ends early; asyncio's complaints would bury the real error.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    workers = ThreadPoolExecutor(max_workers=4 * max(arguments.parallel, 1))
    loop.set_default_executor(workers)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: _run_main(program)))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return ERROR_REPORTED
    except Exception as error:  # noqa: BLE001 - whatever a program raises is told to the engine
        if str(error) != _load(_PULUMI).ENGINE_ENDED:
            pulumi.log.error(f"Program failed with an unhandled exception:\n{_program_traceback(program)}")
        return ERROR_REPORTED
    finally:
        workers.shutdown(wait=True)
        loop.close()
    return 0


async def _run_main(program: Path) -> None:
    """Run the program's file, or its folder's `__main__.py`.

    The registrations it queued are started before the SDK waits for them. Otherwise the SDK (3.272) finds none under
    way and waits for all outputs one by one, at a cost that grows with the square of their number.
    """
    import pulumi

    if program.is_dir() and not (program / "__main__.py").is_file():
        raise pulumi.RunError(f"{program} holds no program: there is no __main__.py in it")
    runpy.run_path(str(program), run_name="__main__")
    for _ in range(2):
        await asyncio.sleep(0)


def _configure(arguments: argparse.Namespace) -> None:
    """Connect the SDK to the engine, and give it the stack's configuration from the environment."""
    import pulumi.log
    import pulumi.runtime

    if os.environ.get(DEBUG_VARIABLE) != "1":
        # The SDK sends several a resource and waits for each, though nobody sees them: a fifth of a program's time.
        pulumi.log.debug = _unsent
    pulumi.runtime.set_all_config(pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env())
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            project=arguments.project,
            stack=arguments.stack,
            monitor=arguments.monitor,
            engine=arguments.engine,
            parallel=arguments.parallel,
            dry_run=arguments.dry_run == "true",
            organization=arguments.organization,
            root_directory=arguments.root_directory,
        )
    )


def _unsent(*_message: object, **_about: object) -> None:
    """Take the place of the SDK's debug messages."""


def _program_traceback(program: Path) -> str:
    """Return the current exception's traceback from the program's own first frame on."""
    kind, error, trace = sys.exc_info()
    main = program / "__main__.py" if program.is_dir() else program
    if isinstance(error, SyntaxError) and error.filename == str(main):
        return "".join(traceback.format_exception_only(error))
    frame = trace
    while frame is not None and Path(frame.tb_frame.f_code.co_filename).absolute() != main:
        frame = frame.tb_next
    return "".join(traceback.format_exception(kind, error, frame or trace))


if __name__ == "__main__":
    main()
