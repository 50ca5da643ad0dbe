"""Running notebooks: kernels, jobs, cache, record, comparison."""
