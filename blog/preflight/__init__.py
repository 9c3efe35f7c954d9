"""The check before publishing: what an editor would see at a glance, and a reporter at midnight does not.

finding     what is found, and where to put it right
material    the story with all that the checks look at, read in a constant number of queries
words       headline, byline, address, text        pictures    alternative text, credit, file photos
unnamed     sources that are not named             links       addresses of this site that lead nowhere
weight      what a phone fetches                   examining   the list of checks, and what they found
"""

from blog.preflight.examining import CHECKS, Report, check, examine
from blog.preflight.finding import Finding
from blog.preflight.weight import Weight

__all__ = ["CHECKS", "Finding", "Report", "Weight", "check", "examine"]
