"""Small linear models: what a text looks like (`grams`) and what that speaks for (`linear`). Trained by `training/`."""
