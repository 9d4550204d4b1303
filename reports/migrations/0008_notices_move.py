"""Notices have a room of their own: their state leaves this app, their table stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_input_digest"),
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Notice")]),
    ]
