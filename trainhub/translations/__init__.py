"""Catalogues of the interface, one folder a language; compiled at build time."""
