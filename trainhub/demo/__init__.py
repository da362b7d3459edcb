"""A demonstration centre: the real curriculum, invented people."""
