"""What was agreed with a school: who, until when, how it is shown, who checks."""
