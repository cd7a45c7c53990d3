"""Tables in files: read within limits that hold before memory is spent, written so that a spreadsheet runs nothing."""
