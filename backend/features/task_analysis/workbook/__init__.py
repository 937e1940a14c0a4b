"""Tables of task analysis as workbooks."""
