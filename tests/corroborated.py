"""Unchecked series beside checked figures: ``python -m tests.corroborated`` writes ``data/corroborated.csv`` anew."""

from analysis.data import corroboration, tables

if __name__ == "__main__":
    (tables.data_folder() / "corroborated.csv").write_text(corroboration.content(), encoding="utf-8", newline="\n")
