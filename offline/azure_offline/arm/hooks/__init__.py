"""What ARM does of itself: what it adds to a type, and makes along with it."""
