"""Sign-in, roles with scope and end, permissions, and the secrets that links carry."""
