"""Gender in figures: the breakdown, the staff's page, and annual statistics that may be published."""
