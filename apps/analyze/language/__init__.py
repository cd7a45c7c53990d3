"""Text underneath: language, documents, sentences, tokens. Public to the floors above."""
