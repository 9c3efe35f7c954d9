"""10 janvier 2013 à 14h05."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = r"H\hi"
DATETIME_FORMAT = r"j F Y à H\hi"
