"""What countries need to learn: assessments in rounds, answers of institutions, the matrix, findings, gaps."""
