"""What any program with a database needs. Knows no word of training and imports no feature."""
