"""Questionnaires: sections and items in versions, waves of them sent to people, answers named or not, results."""
