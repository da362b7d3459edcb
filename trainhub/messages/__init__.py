"""Mails: rows queued with their fact, written in the reader's language, sent by a job, kept as a log."""
