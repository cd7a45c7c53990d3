"""What makes two messages so much alike that one's result will do for the other."""
