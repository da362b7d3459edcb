"""A plugin for tests: it implements every hook there is and remembers what it heard."""
