"""One person's one place in one session, through all its states."""
