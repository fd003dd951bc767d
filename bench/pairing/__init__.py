"""Two installations of this program that exchange cases while everything is killed around them."""
