"""The whole life of cases, driven through the API by chance, against a small model of it."""
