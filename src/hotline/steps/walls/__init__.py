"""Screens on walls: hung up by a person who sees figures, and taken down again."""
