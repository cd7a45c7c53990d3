"""What is known of our own parts: bill of materials, licences, advisories. The product imports none of it."""
