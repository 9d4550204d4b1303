from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Block(TextChoices):
    """The kind of an agency, which is also the block it competes in."""

    CIVIL_ENFORCEMENT = "civil_enforcement", _("Civil judgment enforcement")
    DEPARTMENT_OF_JUSTICE = "department_of_justice", _("Departments of Justice")


class AgencyKind(TextChoices):
    CIVIL_ENFORCEMENT = "civil_enforcement", _("Civil enforcement agency")
    DEPARTMENT_OF_JUSTICE = "department_of_justice", _("Department of Justice")
    MINISTRY_BODY = "ministry_body", _("Body of the Ministry of Justice")


class PeriodName(TextChoices):
    """Periods whose entry is a step of the year, in words; the calendars of reporting give them their dates."""

    MONTHS_3 = "3m", _("3 months")
    MONTHS_6 = "6m", _("6 months")
    MONTHS_9 = "9m", _("9 months")
    MONTHS_10 = "10m", _("10 months")
    MONTHS_12 = "12m", _("12 months")
    YEAR_FIRST = "year_first", _("year, first report")
    YEAR_OFFICIAL = "year_official", _("year, official report")


class InstrumentKind(TextChoices):
    LAW = "law", _("Law")
    DECREE = "decree", _("Decree")
    CIRCULAR = "circular", _("Circular")
    DECISION = "decision", _("Decision")
    RESOLUTION = "resolution", _("Resolution")
    OFFICIAL_LETTER = "official_letter", _("Official letter")


class SuccessionKind(TextChoices):
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    REORGANISED = "reorganised", _("Reorganised")


class LeadershipRole(TextChoices):
    HEAD = "head", _("Head agency")
    DEPUTY = "deputy", _("Deputy head agency")


class OfficeRole(TextChoices):
    """Offices beside the leading agencies; none of them carries a right."""

    PATRON = "patron", _("Deputy minister in charge of the cluster")
    HOST = "host", _("Host of the conference")


class AppointmentRole(TextChoices):
    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head of agency")


class PhaseKind(TextChoices):
    """The steps of a cluster's year, in order."""

    LAUNCH = "launch", _("Launch")
    PLEDGE = "pledge", _("Signing of the pledge")
    REGISTRATION = "registration", _("Registration of titles")
    ENTRY = "entry", _("Entry of results")
    MIDYEAR = "midyear", _("Half-year review")
    SELF_SCORING = "self_scoring", _("Self-scoring")
    CROSS_SCORING = "cross_scoring", _("Cross-scoring")
    APPRAISAL = "appraisal", _("Appraisal of scores")
    VOTING = "voting", _("Secret ballot")
    REVIEW = "review", _("Year-end review")
    HANDOVER = "handover", _("Handover")
