"""Documents of schools: versions, reviews with remarks, differences."""
