"""并单: the same matter of several callers is handled once, and every caller keeps their own."""
