"""What may be wrong with a unit's reply, said before it is sent: plain Python, no database."""
