from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ValueType(TextChoices):
    COUNT = "count", _("Count")
    MONEY = "money_dong", _("Money (đồng)")
    RATE = "rate", _("Rate")
    BOOLEAN = "boolean", _("Yes or no")


class CasesOrMoney(TextChoices):
    """Of what is told both by the number of cases and by their money."""

    CASES = "cases", _("cases")
    MONEY = "money", _("money")


class Aggregation(TextChoices):
    SUM = "sum", _("Sum")
    RATIO = "ratio_of_sums", _("Ratio of sums")
    LATEST = "latest_sum", _("Sum of the latest stocks")
    COUNT_YES = "count_yes", _("Count of yes")
    NONE = "none", _("Not added")


class Direction(TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    NEUTRAL = "neutral", _("Neutral")


class Severity(TextChoices):
    HARD = "hard", _("Blocks the hand-over")
    SOFT = "soft", _("Needs an explanation")


class CheckScope(TextChoices):
    SAME_SUBMISSION = "same_submission", _("Same submission")
    PREVIOUS_PERIOD = "previous_period", _("Previous period")
    SAME_PERIOD = "same_period", _("Same period of last year")
    LAST_YEAR_END = "last_year_end", _("End of last year")
    PUBLISHED = "published", _("Published figure")


class TargetScope(TextChoices):
    NATION = "nation", _("Nation")
    AGENCY = "agency", _("Agency")


class Comparator(TextChoices):
    GT = "gt", _("above")
    GTE = "gte", _("at least")
    LT = "lt", _("below")
    LTE = "lte", _("at most")
    EQ = "eq", _("exactly")


SIGNS = {"gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "eq": "="}  # as a comparison is printed before its value


class PledgeState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for signing")
    SIGNED = "signed", _("Signed")
    CLOSED = "closed", _("Pledge closed")


class PledgeAction(TextChoices):
    """What is done with a whole pledge; a signature or refusal of one member is an act of its own."""

    OPEN = "open", _("Open for signing")
    TAKE_BACK = "take_back", _("Take back to the draft")
    COMPLETE = "complete", _("Confirm as signed")
    CLOSE = "close", _("Close the pledge")


class ItemKind(TextChoices):
    """How it is told whether a promise was kept."""

    INDICATOR = "indicator", _("Measured")
    SHARE = "share", _("Share of agencies")
    AWARD = "award", _("Award aimed for")
    MOVEMENT = "movement", _("Emulation movement")
    TASK = "task", _("Task")


class SigningOrder(TextChoices):
    HEAD_FIRST = "head_first", _("The leading agency of the block signs first")
    ANY = "any", _("In any order")


class AddendumState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for signing")
    SIGNED = "signed", _("Signed")


class OriginalKind(TextChoices):
    """What the file of a signed original is, by its content."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"


class MovementScope(TextChoices):
    NATIONAL = "national", _("Launched by the Ministry")
    CLUSTER = "cluster", _("Launched by the cluster")


class MovementKind(TextChoices):
    REGULAR = "regular", _("Regular")
    THEMATIC = "thematic", _("Thematic")
    WAVES = "waves", _("In waves")
