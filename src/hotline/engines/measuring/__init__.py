"""How well the engines do on known answers, for the page of `hotline engines report`."""
