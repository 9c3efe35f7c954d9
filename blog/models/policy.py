"""What pages that are no story can promise."""

from django.db import models


class Policy(models.TextChoices):
    """What a newsroom promises, by schema.org's names. https://schema.org/NewsMediaOrganization"""

    PRINCIPLES = "publishingPrinciples", "publishing principles"
    ETHICS = "ethicsPolicy", "ethics"
    CORRECTIONS = "correctionsPolicy", "corrections"
    VERIFICATION = "verificationFactCheckingPolicy", "checking of facts"
    SOURCES = "unnamedSourcesPolicy", "unnamed sources"
    OWNERSHIP = "ownershipFundingInfo", "ownership and money"
    FEEDBACK = "actionableFeedbackPolicy", "readers’ feedback"
    DIVERSITY = "diversityPolicy", "diversity"
    MASTHEAD = "masthead", "who works here"
    COVERAGE = "missionCoveragePrioritiesPolicy", "mission, and what is covered first"
