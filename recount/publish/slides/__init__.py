"""Slides of a notebook or lesson."""
