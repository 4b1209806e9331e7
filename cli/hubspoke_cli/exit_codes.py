"""What the exit codes of `hubspoke` mean. Documented in docs/cli.md."""

FINE = 0
"""Done, and nothing to report."""

MISTAKE = 1
"""A mistake in what was given: an unreadable file, an unknown subject."""

USAGE = 2
"""The command line itself is wrong."""

FINDINGS = 3
"""Done, and there is something to report: findings, flows that do not get there, differences."""

UNDECIDED = 4
"""Done, and all there is to report is undecided."""
