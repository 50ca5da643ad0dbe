"""Print every number of a headline: ``python -m analysis.topics.overview``."""

from __future__ import annotations

from analysis.topics.overview.counts import headline


def main() -> None:
    """Print the numbers of :func:`~analysis.topics.overview.counts.headline`, one a line."""
    for name, value in headline().items():
        shown = f"{100 * value:.1f}%" if isinstance(value, float) else f"{value:,}"
        print(f"{name.replace('_', ' ')}: {shown}")


if __name__ == "__main__":
    main()
