"""Rules, issue, the printed document, public verification, revocation."""
