"""The calls of the telephone line: each verb is an event of a call, told by a button or by the
exchange."""
"""回访台: who calls whom when, so that no citizen is called twice at once or at a bad hour."""
