"""Schools, literacy and libraries (notebook 07)."""
