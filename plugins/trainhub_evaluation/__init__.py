"""Kirkpatrick's four levels as linked questionnaires, planned from each session."""
