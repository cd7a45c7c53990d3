"""Settings. `base` joins one file a concern; `local`, `test` and `production` are what a process names."""
