"""Forms of needs assessments."""
