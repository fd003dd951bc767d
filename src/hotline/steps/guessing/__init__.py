"""Guessing (推测): what a case is about, before a person says; learned, shown, never acted on."""
