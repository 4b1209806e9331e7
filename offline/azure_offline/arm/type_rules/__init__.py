"""Rules of single types."""
