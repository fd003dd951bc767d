"""Files out and in: values in, bytes out; values out of bytes."""
