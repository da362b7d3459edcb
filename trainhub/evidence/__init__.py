"""Evidence packs: everything that proves a session, in one signed ZIP."""
