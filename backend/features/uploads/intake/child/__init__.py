"""What runs inside the limited parser child only: a stranger's bytes → blocks of text columns → typed columns."""
