"""The trials of 1936-1938 (notebook 09)."""
