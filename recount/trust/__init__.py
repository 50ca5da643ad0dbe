"""Why the results can be trusted: mutation, environments, faults, licences."""
