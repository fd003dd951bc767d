"""What is done before and beside the path: the city, its people, their tokens, sample months."""
