"""The telephone: what exchanges tell (`events.py`), what they are told (`switch.py`), one file for
each protocol."""
