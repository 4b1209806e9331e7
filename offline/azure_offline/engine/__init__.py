"""The Pulumi engine: found on this machine, or built once from the Go modules pinned in `recipe/`."""

from azure_offline.engine.errors import EngineError
from azure_offline.engine.find import Engine, ensure_engine

__all__ = ["Engine", "EngineError", "ensure_engine"]
