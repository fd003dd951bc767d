"""Who must not see a case: confidential ones, the accused, and people with an interest in it."""
