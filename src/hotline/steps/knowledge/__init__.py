"""The steps of the knowledge base, one verb a file; `article_moving.py` is where they all write."""
