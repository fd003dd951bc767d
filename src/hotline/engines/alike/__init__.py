"""Whether messages are of the same matter: the same concern at the same place or thing."""
