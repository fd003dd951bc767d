"""Template tags of the citizens' site."""
