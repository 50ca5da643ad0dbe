"""The one kitchen: claims, relations, evidence, fidelity, repairs and their verdicts."""
