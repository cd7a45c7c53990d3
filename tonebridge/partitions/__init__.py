"""Tables partitioned by month: made by a migration, ahead of time and on demand, dropped by retention."""
