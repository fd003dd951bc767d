"""Hot issues: one concern at one place or of one group of people, told by several messages."""
