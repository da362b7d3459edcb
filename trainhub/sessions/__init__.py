"""Scheduled deliveries: slots, rooms, trainers, conflicts, and their calendar."""
