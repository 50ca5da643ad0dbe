"""Printed numbers: strings, bounds, arithmetic, growth, proportions, dates."""
