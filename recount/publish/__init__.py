"""What leaves the project: site, slides, lessons, handouts, exports, releases."""
