"""Make the generated pages of the documentation: `make docs`; `--check` says whether they are current.

Everything tabular is made from the code it describes. `PAGES` names every generator (one file each in `pages/`); each
returns {path: text}. A folder in `WHOLE` holds generated pages only: what no generator makes any more is removed.
"""

import argparse
import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pages.classic import classic_findings
from pages.commands import commands
from pages.components import components
from pages.errors import errors
from pages.offline_campaign import offline_campaign
from pages.offline_coverage import offline_coverage
from pages.offline_evidence import offline_evidence
from pages.policies import policies
from pages.provider_behaviours import provider_behaviours

DOCS = Path(__file__).resolve().parent
PAGES: tuple[Callable[[], dict[str, str]], ...] = (
    errors,
    classic_findings,
    policies,
    offline_campaign,
    offline_coverage,
    offline_evidence,
    provider_behaviours,
    commands,
    components,
)
WHOLE = ("policies", "components")


def generate(*, quick: bool = False) -> dict[Path, str]:
    """Every generated page by its path; quick: without measuring anew what changes of arguments do."""
    quickly = partial(components, measure=False)
    makers = [quickly if quick and make is components else make for make in PAGES]
    return {DOCS / path: text for make in makers for path, text in make().items()}


def left_over(pages: dict[Path, str]) -> list[Path]:
    """Pages of an earlier run that nothing makes any more."""
    return sorted(path for folder in WHOLE for path in (DOCS / folder).glob("*.md") if path not in pages)


def main() -> int:
    """Write the pages, or with --check name the stale ones and exit with 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; name the pages that are not current")
    parser.add_argument("--quick", action="store_true", help="do not measure anew what changes of arguments do")
    options = parser.parse_args()
    check = options.check
    # What is imported stays: the collector need not walk through azure-native's modules again and again.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    pages = generate(quick=options.quick)
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    old = left_over(pages)
    for path in (*stale, *old):
        if check:
            print(f"stale: {path.relative_to(DOCS.parent)} (run `make docs`)")
        elif path in old:
            path.unlink()
            print(f"removed {path.relative_to(DOCS.parent)}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path], encoding="utf-8")
            print(f"wrote {path.relative_to(DOCS.parent)}")
    return 1 if check and (stale or old) else 0


if __name__ == "__main__":
    sys.exit(main())
