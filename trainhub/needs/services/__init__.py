"""What can be done with needs assessments."""
