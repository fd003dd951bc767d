"""The sample months: invented cases that have exactly the margins that the office published.

`cities/<code>/samples/` holds the margins, the words and the places as data; `margins.py` and
`themes.py` read them. `plans.py` gives every case its theme, kind, unit, fate and channel so that
all margins hold at once, `acts.py` adds the calls without a case and the moments of arriving.
`people.py`, `texts.py` and `times.py` invent who, what and when; `scripts.py`, `handling.py` and
`asking.py` play it through the real steps; `load.py` does all that in one go, `items.py` and
`bulletins.py` give the editor's picks.

`today.py` plays the cases of `today.toml`, written one by one and counted back from the moment of
loading, so that every desk has work.

The bulk road: the steps write in a `BulkBook` (`steps/storing/bulk.py`) instead of the live book,
which stores the same rows by COPY. The rows are the same because the steps are the same: only the
place where they write differs, and a test compares both books row by row.
"""
