"""What can be done with jobs and dead letters: a verb a file."""
