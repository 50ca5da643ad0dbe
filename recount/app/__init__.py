"""The command: options, set-up of the environment."""
