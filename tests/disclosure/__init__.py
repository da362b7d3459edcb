"""Disclosure control, attacked by a program that reads only what is published."""
