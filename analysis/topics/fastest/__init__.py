"""Growth windows of other countries (notebook 10)."""
