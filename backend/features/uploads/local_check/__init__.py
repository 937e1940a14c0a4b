"""`marshrut check`: the reader of the server run on files before they are sent, without a database."""
