"""Speech and paper: optional, each where its package or address is there, else not seen at all."""
