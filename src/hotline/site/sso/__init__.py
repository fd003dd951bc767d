"""Signing in with the city's own identity provider, by OpenID Connect."""
