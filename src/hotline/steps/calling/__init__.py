"""The calls of the telephone line: each verb is an event of a call, told by a button or by the
exchange."""
