"""English orders by the verb that opens them."""
