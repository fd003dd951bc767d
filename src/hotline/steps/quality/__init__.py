"""质检: a fair draw of ended cases, and what was found in them."""
