"""Industry and national income (notebook 05)."""
