"""Address sets against netaddr.IPSet, and flow sets on security groups of growing size.

Both libraries get the same random prefixes in the same process; a figure is the best of several runs, so that the
ratio means something on a busy machine. Nothing is carried over from run to run: operands are built anew.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from ipaddress import IPv4Network
from pathlib import Path

import netaddr

from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import FlowSet, first_match
from hubspoke_network.sets.ports import PortSet

LENGTHS = (16, 20, 22, 24, 24, 24, 26, 28, 32)
PORTS = ("22", "53", "80,443", "88", "135", "389,636", "445", "1433", "3389", "5432", "8000-8999", "1024-65535")


def best(make: Callable[[], tuple[object, ...]], run: Callable[..., object], repeat: int) -> float:
    """Milliseconds of the fastest of `repeat` runs on fresh operands."""
    times = []
    for _ in range(repeat):
        operands = make()
        start = time.perf_counter()
        run(*operands)
        times.append(time.perf_counter() - start)
    return 1_000 * min(times)


def random_prefixes(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    lengths = [chance.choice(LENGTHS) for _ in range(count)]
    return [str(IPv4Network((chance.getrandbits(length) << (32 - length), length))) for length in lengths]


def addresses(count: int, repeat: int) -> list[dict[str, object]]:
    """One row an operation: ours, netaddr's, and how many times faster ours is."""
    left, right = random_prefixes(count, 1), random_prefixes(count, 2)
    whole = netaddr.IPSet(["0.0.0.0/0"])

    def ours() -> tuple[AddressSet, AddressSet]:
        return AddressSet.parse(*left), AddressSet.parse(*right)

    def theirs() -> tuple[netaddr.IPSet, netaddr.IPSet]:
        return netaddr.IPSet(left), netaddr.IPSet(right)

    a, b = ours()
    p, q = theirs()
    for mine, other in ((a | b, p | q), (a - b, p - q), (~a & AddressSet.all_ipv4(), whole - p)):
        if [str(n) for n in mine.prefixes()] != [str(n) for n in other.iter_cidrs()]:
            raise SystemExit("the two libraries disagree")
    rows: list[dict[str, object]] = []
    for name, mine, other, slow in (
        ("build from text", lambda _a, _b: ours(), lambda _p, _q: theirs(), False),
        ("union", lambda a, b: a | b, lambda p, q: p | q, False),
        ("intersection", lambda a, b: a & b, lambda p, q: p & q, False),
        ("difference", lambda a, b: a - b, lambda p, q: p - q, False),
        ("complement", lambda a, _: ~a, lambda p, _: whole - p, True),
    ):
        us, them = best(ours, mine, repeat), best(theirs, other, 1 if slow else min(repeat, 3))
        rows.append({"operation": name, "ms": us, "netaddr_ms": them, "times_faster": them / us})
    return rows


def random_rules(count: int, seed: int) -> list[FlowSet]:
    """Rules as they are found: prefixes from a pool that nest and repeat, few any-any, the usual ports."""
    chance = random.Random(seed)
    pool = [
        str(IPv4Network((10 << 24 | chance.getrandbits(24) >> (32 - length) << (32 - length), length)))
        for length in (chance.choice((12, 16, 20, 24, 24, 26, 28, 32)) for _ in range(max(20, count // 3)))
    ]

    def end() -> AddressSet:
        if chance.random() < 0.02:
            return AddressSet.everything()
        return AddressSet.parse(*(chance.choice(pool) for _ in range(chance.choice((1, 1, 1, 3, 8)))))

    def ports() -> PortSet:
        return PortSet(*(chance.choice(PORTS) for _ in range(chance.choice((1, 1, 2, 4)))))

    return [FlowSet.of(end(), end(), chance.choice(("Tcp", "Tcp", "Tcp", "Udp", "*")), ports()) for _ in range(count)]


def flows(sizes: tuple[int, ...]) -> list[dict[str, object]]:
    """One row a size: first match over all rules, and the union of what a random half allows."""
    rows: list[dict[str, object]] = []
    for size in sizes:
        rules = random_rules(size, size)
        chance = random.Random(size)
        allows = [chance.random() < 0.5 for _ in rules]
        start = time.perf_counter()
        parts, rest = first_match(rules)
        matched = time.perf_counter()
        allowed = FlowSet.union(part for part, allow in zip(parts, allows, strict=True) if allow)
        united = time.perf_counter()
        same = allowed == FlowSet.everything() - rest - FlowSet.union(
            p for p, a in zip(parts, allows, strict=True) if not a
        )
        if not same:
            raise SystemExit("the parts do not make up the whole")
        rows.append(
            {
                "rules": size,
                "first_match_ms": 1_000 * (matched - start),
                "union_ms": 1_000 * (united - matched),
                "rest_boxes": len(rest.boxes()),
                "allowed_boxes": len(allowed.boxes()),
            }
        )
    return rows


def show(title: str, rows: list[dict[str, object]]) -> None:
    print(title)
    columns = list(rows[0])
    table = [columns, *([f"{v:.2f}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(columns))]
    for line in table:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size")
    options = parser.parse_args()
    count = 1_000 if options.quick else 10_000
    sizes = (30, 100) if options.quick else (100, 300, 1_000)
    figures = {"prefixes": count, "addresses": addresses(count, 7), "flows": flows(sizes)}
    show(f"AddressSet and netaddr.IPSet, {count} prefixes each side", figures["addresses"])
    show("FlowSet, first match over random rules", figures["flows"])
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
