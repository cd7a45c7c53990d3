"""One measure a file. A lens looks at a `Subject` and answers with a contract; the same text gives the same answer."""
