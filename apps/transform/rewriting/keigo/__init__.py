"""Japanese politeness: conjugation, polite endings, honorific requests, and the check against double keigo."""
