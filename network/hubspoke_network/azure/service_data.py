"""Dated data files: facts of Azure that age, each with its source and the day it was read."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
"""The folder of the data files. Read as files, since `importlib.resources` costs every start some milliseconds."""


@lru_cache(maxsize=32)
def load(name: str) -> dict[str, Any]:
    """The data file `data/<name>.json`. It always holds `source` and `retrieved` (a date) beside its facts."""
    text = (DATA / f"{name}.json").read_text(encoding="utf-8")
    document = json.loads(text)
    if not isinstance(document, dict) or not {"source", "retrieved"} <= document.keys():
        raise ValueError(f"data file {name}.json must be an object with 'source' and 'retrieved'")
    return document
