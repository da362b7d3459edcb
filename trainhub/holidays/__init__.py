"""Public holidays and weekends of the countries: from a library, put right by official decisions."""
