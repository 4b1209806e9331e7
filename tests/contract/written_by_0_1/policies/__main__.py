"""The policy pack, run by `pulumi preview --policy-pack policies`."""

from pathlib import Path

from hubspoke_policies.pack import run

if __name__ == "__main__":
    run(Path(__file__).parent)
