"""Forms of the staff screens. They check shapes only; what is right is decided by the steps."""
