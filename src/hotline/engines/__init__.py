"""Text engines behind the Protocols of `rules/`; none is needed for the hotline to work."""
