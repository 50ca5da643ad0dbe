"""Farming, labour and wages (notebook 06)."""
