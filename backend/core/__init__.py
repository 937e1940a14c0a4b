"""A machine that has never heard of a school: settings, database, web, errors, files, clock."""
