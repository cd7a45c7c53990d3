"""Limits on what callers may take: token buckets all processes share, leases on them, connections, and what answers say of them."""
