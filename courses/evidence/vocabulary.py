"""The controlled vocabularies of the bank: the codes are stored and exported, the interface translates them."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    PREVENTION = "prevention", _("Prevention of violence")
    ATTENTION = "attention", _("Response to violence")
    AUTONOMY = "autonomy", _("Women's autonomy")


class Design(models.TextChoices):
    RCT_CLUSTER = "rct_cluster", _("Randomised trial, by clusters")
    RCT_INDIVIDUAL = "rct_individual", _("Randomised trial, by individuals")
    ENCOURAGEMENT = "encouragement_design", _("Randomised encouragement")
    DID_STAGGERED = "did_staggered", _("Difference in differences, staggered")
    NATURAL_EXPERIMENT = "natural_experiment", _("Natural experiment")
    MATCHED_COMPARISON = "matched_comparison", _("Matched comparison")
    LIST_EXPERIMENT = "list_experiment", _("List experiment")
    PRE_POST = "pre_post_no_control", _("Before and after, without comparison")
    MIXED_METHODS = "mixed_methods", _("Mixed methods")
    SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review")


class Delivery(models.TextChoices):
    """Who delivers the intervention."""

    COMMUNITY = "community", _("Community activists or leaders")
    FACILITATORS = "facilitators", _("Trained facilitators")
    FAITH_LEADERS = "faith_leaders", _("Faith leaders")
    HEALTH = "health", _("Health staff")
    SOCIAL_WORK = "social_work", _("Social workers and counsellors")
    POLICE = "police", _("Police")
    PUBLIC_CENTRES = "public_centres", _("Public one-stop centres")
    SCHOOLS = "schools", _("Schools")
    MEDIA = "media", _("Media")
    PHONE = "phone", _("Telephone messages")
    FINANCE = "finance", _("Microfinance and savings groups")
    TRANSFERS = "transfers", _("Transfer programmes")


class Recipient(models.TextChoices):
    """To whom it is addressed."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    COUPLES = "couples", _("Couples")
    ADOLESCENTS = "adolescents", _("Adolescents")
    COMMUNITY = "community", _("Community")
    SERVICES = "services", _("Services")


class Reporter(models.TextChoices):
    """Who reported an outcome."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    ADOLESCENTS = "adolescents", _("Adolescents")
    RECORDS = "records", _("Administrative records")
    OBSERVERS = "observers", _("Observers")


class Measure(models.TextChoices):
    """The scale of an effect; `NULL` gives the value of no effect on it."""

    RR = "rr", _("Risk ratio")
    ARR = "arr", _("Adjusted risk ratio")
    OR = "or", _("Odds ratio")
    AOR = "aor", _("Adjusted odds ratio")
    RD = "rd", _("Difference in percentage points")
    PERCENT = "percent", _("Relative change in per cent")
    SD = "sd", _("Difference in standard deviations")
    MD = "md", _("Mean difference, in the units of the outcome")

    @property
    def no_effect(self) -> float:
        return 1.0 if self in RATIOS else 0.0


RATIOS = frozenset({Measure.RR, Measure.ARR, Measure.OR, Measure.AOR})


class Certainty(models.IntegerChoices):
    """How sure we are, with the anchors that a reader finds on the page about appraisal."""

    FIVE = 5, _("5 – very high")
    FOUR = 4, _("4 – high")
    THREE = 3, _("3 – moderate")
    TWO = 2, _("2 – low")
    ONE = 1, _("1 – very low")


ANCHORS: dict[int, Promise] = {
    Certainty.FIVE: _("Randomised or strong quasi-experiment, precise, with an independent measure of the outcome."),
    Certainty.FOUR: _("As for 5, with one limit, such as an outcome that only the participants report."),
    Certainty.THREE: _("A credible comparison, but imprecise."),
    Certainty.TWO: _("A weak comparison: the groups may differ in other things than the programme."),
    Certainty.ONE: _("No comparison: only before and after, or the opinion of participants."),
}


class Access(models.TextChoices):
    OPEN = "open", _("Open to read")
    CLOSED = "closed", _("Behind payment")


class Status(models.TextChoices):
    PUBLISHED = "published", _("Published")
    REGISTERED = "registered", _("Registered, without results")
    FLAGGED = "flagged", _("With an expression of concern")
    RETRACTED = "retracted", _("Retracted")


class Sought(models.TextChoices):
    """Whether the study looked for unintended effects."""

    YES = "yes", _("Looked for")
    NO = "no", _("Not looked for")


class PublicationLanguage(models.TextChoices):
    """The language of the publication, which its title keeps in every language of the site."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    FRENCH = "fr", _("French")
