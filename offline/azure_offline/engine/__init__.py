"""The Pulumi engine: found on this machine, or built once from the Go modules pinned in `recipe/`."""

from .errors import EngineError
from .find import Engine, ensure_engine

__all__ = ["Engine", "EngineError", "ensure_engine"]
