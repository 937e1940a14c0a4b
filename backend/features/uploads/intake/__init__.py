"""From the bytes of a file to protocols: the limited reader, the check against the database, the writing."""
