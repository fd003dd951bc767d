"""How a person arranges their lists: filters kept under a name, columns, what comes first."""
