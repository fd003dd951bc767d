"""Settings, urls and start."""
