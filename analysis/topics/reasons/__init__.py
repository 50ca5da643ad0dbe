"""Reasons for expulsion and accusations (notebook 02)."""
