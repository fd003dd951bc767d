"""What citizens do by their own hand after filing, and what the office shows to everybody."""
