"""trainhub: one system for the whole loop of a training centre, from needs to impact."""

__version__ = "0.1.0"
