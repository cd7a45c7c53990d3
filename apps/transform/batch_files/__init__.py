"""Files of many messages: read in whatever form people have them, written so that a spreadsheet may open them."""
