"""Where the steps write: one transaction a step, or many steps stored together."""
