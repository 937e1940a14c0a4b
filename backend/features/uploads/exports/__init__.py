"""Files that leave for the sender: the file marked, its wrong rows, our own template; and the rules in public."""
