"""What makes a case wait longer, each with its limit: the citizen's word, more time, the shelf."""
