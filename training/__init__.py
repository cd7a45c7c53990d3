"""How the small models of analysis are made and how their figures are kept. Nothing here runs in the product."""
