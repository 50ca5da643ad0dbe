"""The command: environment, notebooks, runs and files; history and statistics live in :mod:`analysis`."""
