"""The timetable of a plan: its lines as a problem of the engine, the engine's plan as days, rooms and people."""
