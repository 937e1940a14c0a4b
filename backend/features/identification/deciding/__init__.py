"""What people decide after a run: about a school, and about what a school holds against it."""
