"""The risk profile of a school (РПШ) as three parties see it."""
