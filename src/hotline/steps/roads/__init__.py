"""The roads to other systems: what came in by them is taken, what a case owes them is planned,
and what became of each is noted."""
