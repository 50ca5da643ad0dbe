"""Expulsions from the party (notebook 01)."""
