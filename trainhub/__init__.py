"""trainhub: one system for the whole loop of a training centre, from needs to impact."""

import gc

gc.set_threshold(20_000, 20, 20)  # most objects are the program itself and stay: looking through them often is a waste

__version__ = "0.1.0"
