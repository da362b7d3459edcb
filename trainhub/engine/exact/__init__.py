"""The exact half of the engine: models for a solver of whole-number programs, bounds, reasons, small repairs."""
