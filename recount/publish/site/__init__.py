"""The site, built from the stored notebooks."""
