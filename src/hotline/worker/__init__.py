"""Clock and background jobs."""
