"""Advice for dispatching that is learned from history: who handled such matters at such places."""
