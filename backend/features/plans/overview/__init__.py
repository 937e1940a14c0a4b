"""The whole plan at a glance: school × row, control of execution, workbooks of what is on the screen."""
