"""Registers per slot, and the hours that come of them."""
