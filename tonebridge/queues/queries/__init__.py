"""Reads of jobs and dead letters."""
