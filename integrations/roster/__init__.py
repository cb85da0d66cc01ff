"""Sources of a school's people."""
