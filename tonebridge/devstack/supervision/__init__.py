"""Running programs: started, watched, started again, stopped in order."""
