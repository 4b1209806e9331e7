"""One write: checked, staged, held against the rules, stored."""
