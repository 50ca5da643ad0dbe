"""The topics of the notebooks, a folder each with the same files."""
