"""The sample months: invented cases that have exactly the margins that the office published.

`cities/<code>/samples/` holds the margins, texts and places as data. `margins.py` reads them,
`plans.py` gives every case its channel, topic, kind, unit and fate so that all margins hold at
once, `people.py`, `texts.py` and `times.py` invent who, what and when, `scripts.py` plays each case
through the real steps, and `load.py` does all that in one go.

The bulk road: the steps write in a `BulkBook` (`steps/bulk.py`) instead of the live book, which
stores the same rows by COPY. The rows are the same because the steps are the same: only the place
where they write differs, and a test compares both books row by row.
"""
