"""What is kept: models, migrations and read queries."""
