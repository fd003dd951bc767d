"""The path: one verb per file, and the only code that writes."""
