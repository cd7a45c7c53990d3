"""What is done to a message before a model sees it, and what its answer has to be like before a person does."""
