"""Files of strangers → plans: looked through, read and recognised by a child process with limits."""
