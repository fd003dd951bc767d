"""Measurements of the aims in bench/README.md; each is run by hand: python -m bench.NAME."""
