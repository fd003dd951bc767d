"""What is said about a case beside its path: comments, and calling somebody to one."""
