"""Template words of the staff screens."""
