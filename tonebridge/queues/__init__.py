"""Work that a request leaves behind. The Job table is the truth; the broker is a doorbell that may be lost."""
