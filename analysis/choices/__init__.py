"""Choices and what hangs on them: parameters, questions, the multiverse."""
