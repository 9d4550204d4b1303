from datetime import date

import factory
from factory.django import DjangoModelFactory

from awards.enums import AwardForm, AwardLevel, ClassificationLevel
from awards.models import AnnualClassification, Award, AwardRecord, LedgerImport, Nomination
from emulation_portal.lib import dates


class AwardFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"DH{n}")
    ordinal = factory.Sequence(lambda n: n + 1)
    name_vi = factory.Sequence(lambda n: f"Danh hiệu thử {n}")
    form = factory.LazyFunction(lambda: AwardForm.values[0])
    recipient = "collective"
    level = factory.LazyFunction(lambda: AwardLevel.values[0])
    decided_by = "Bộ trưởng Bộ Tư pháp"
    valid_from = date(2004, 7, 1)

    class Meta:
        model = Award


class NominationFactory(DjangoModelFactory):
    """Of an agency; ``season`` and ``agency`` are to be given."""

    award = factory.SubFactory(AwardFactory)
    merits = "Hoàn thành xuất sắc nhiệm vụ"
    proposed_at = factory.LazyFunction(dates.now)

    class Meta:
        model = Nomination


class LedgerImportFactory(DjangoModelFactory):
    """An empty table that has been looked at; ``uploaded_by`` is to be given."""

    file_name = "so-khen-thuong.xlsx"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = factory.LazyFunction(dates.now)

    class Meta:
        model = LedgerImport


class AwardRecordFactory(DjangoModelFactory):
    """Of an agency; ``agency`` and what the decision says are to be given."""

    award = factory.SubFactory(AwardFactory)

    class Meta:
        model = AwardRecord


class AnnualClassificationFactory(DjangoModelFactory):
    """By a decision; ``agency`` is to be given."""

    year = 2024
    level = ClassificationLevel.GOOD
    decision_number = "15/QĐ-BTP"
    decision_date = date(2024, 10, 1)
    issuer = "Bộ trưởng Bộ Tư pháp"
    source = "portal"

    class Meta:
        model = AnnualClassification
