"""What gets a case moving from beside its path: urging, supervision, conference, instruction."""
