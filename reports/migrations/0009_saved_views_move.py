"""Saved views belong to the dashboards: their state leaves this app, their table stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_notices_move"),
        ("dashboards", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="SavedView")]),
    ]
