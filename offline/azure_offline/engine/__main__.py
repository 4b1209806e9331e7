"""`python -m azure_offline.engine`: make sure there is an engine, and print its path."""

import sys

from azure_offline.engine import EngineError, ensure_engine


def main() -> int:
    """Print the engine's path. Returns 1 after an error."""
    try:
        engine = ensure_engine()
    except EngineError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    sys.stdout.write(f"{engine.path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
