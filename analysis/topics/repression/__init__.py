"""Repression by year, each measure by itself (notebook 04)."""
