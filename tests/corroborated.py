"""Unchecked series beside checked figures: ``python -m tests.corroborated`` writes ``data/corroborated.csv`` anew."""

from analysis.data import corroboration, folders

if __name__ == "__main__":
    (folders.data_folder() / "corroborated.csv").write_text(corroboration.content(), encoding="utf-8", newline="\n")
