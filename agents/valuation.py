"""What war and peace are worth to one who decides: pure theory, the ground floor."""
