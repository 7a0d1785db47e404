"""The citizens' screens: take a number, the hall, the rating."""
