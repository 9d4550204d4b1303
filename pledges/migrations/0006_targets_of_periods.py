from django.db import migrations, models
from django.db.models import Q

NATION, AGENCY = "pledges_target_nation_once", "pledges_target_agency_once"


class Migration(migrations.Migration):
    dependencies = [("pledges", "0005_pledges_written_and_signed")]

    operations = [
        migrations.RemoveConstraint("target", NATION),
        migrations.RemoveConstraint("target", AGENCY),
        migrations.AddField("target", "period_code", models.CharField(blank=True, default="", max_length=20), False),
        migrations.AddField("target", "decided_on", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "target",
            models.UniqueConstraint(
                fields=["indicator", "year", "period_code"], condition=Q(scope="nation"), name=NATION
            ),
        ),
        migrations.AddConstraint(
            "target",
            models.UniqueConstraint(
                fields=["agency", "indicator", "year", "period_code"], condition=Q(scope="agency"), name=AGENCY
            ),
        ),
    ]
