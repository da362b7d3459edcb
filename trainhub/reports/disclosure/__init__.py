"""Disclosure control: what may be shown of a table so that nobody can work out what is hidden.

`policy` says what is protected for whom, `problem` what a table is, `system` and `build` turn tables into
variables and relations, `protect` chooses what to hide, `attack` tries to find it out, `ledger` publishes.
Everything but the ledger and its queries is pure: it knows no database.
"""
