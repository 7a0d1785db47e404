"""A whole sample center on one computer: the real programs, started, placed and ended together."""
