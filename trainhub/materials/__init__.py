"""Materials of sessions: files and links in several languages, and who may have them."""
