"""The exchange: two installations hand cases down and results up (docs/exchange.md)."""
