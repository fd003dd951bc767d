"""What other systems send and are sent."""
