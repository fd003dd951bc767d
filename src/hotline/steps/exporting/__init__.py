"""Lists as files (导出): ordered by a person, written by the worker, fetched, forgotten."""
