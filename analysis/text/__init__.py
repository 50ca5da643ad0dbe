"""Words and plain text: translation, separators, verdict words. Imports nothing of ours."""
