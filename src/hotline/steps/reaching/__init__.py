"""Reaching people outside the screens: their choice, what is planned for them, and its sending."""
