"""What a reader sees: style, charts, figure bundles, pages."""
