"""Sweeps over the parameters of a notebook."""
