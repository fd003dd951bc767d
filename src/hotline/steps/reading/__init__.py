"""Reading (研读): what the text engines do with each new case, beside its path and never in it."""
