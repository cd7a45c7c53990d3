"""What the product says about itself: metrics, logs, traces, readiness. Reads everything, decides nothing."""
