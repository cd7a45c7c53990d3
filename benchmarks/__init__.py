"""What things cost, measured here and now."""
