"""Letters by mail: an original of bytes becomes words and files, whatever program wrote it."""
