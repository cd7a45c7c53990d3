"""Work that a request leaves behind. The Job table is the truth; a message of the broker only says that something waits, and may be lost."""
