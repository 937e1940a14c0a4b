"""The wire shape: uploads, how they were read, what was found in them."""
