"""Values by meaning, not by spelling: numbers, amounts, dates, times, names, identifiers and quotations of two texts."""
