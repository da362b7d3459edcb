"""The compiled searches. Only the modules that drive them, and only when something is to be solved, import this."""
