"""The product's database engine for tests, where one login plays the owner and the web role in one transaction."""
