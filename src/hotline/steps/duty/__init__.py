"""Whose duty it is: returns, disputes, and the ruling that binds."""
