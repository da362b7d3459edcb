"""Impact: a results framework whose indicators compute themselves, are reported by institutions, and stand locked."""
