"""Title, summary and requests of a text, drawn from its own words only."""
