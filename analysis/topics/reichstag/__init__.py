"""The German elections and unemployment (notebook 08)."""
