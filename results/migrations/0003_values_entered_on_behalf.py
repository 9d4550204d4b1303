from django.db import migrations, models


def mark_what_was_entered_on_behalf(apps, schema_editor):
    """The newest change of a value within its version decides; changes of a note alone do not."""
    change_model = apps.get_model("results", "ResultChange")
    result_model = apps.get_model("results", "Result")
    latest = {}
    touched = change_model.objects.filter(how="on_behalf").values("submission_id")
    for change in change_model.objects.filter(submission_id__in=touched).order_by("at", "pk").iterator():
        if (change.old_value, change.old_nothing) != (change.new_value, change.new_nothing):
            latest[change.submission_id, change.indicator_id] = change.how
    for (submission_id, indicator_id), how in latest.items():
        if how == "on_behalf":
            result_model.objects.filter(submission_id=submission_id, indicator_id=indicator_id).update(on_behalf=True)


class Migration(migrations.Migration):
    dependencies = [("results", "0002_days_off_and_first_submission")]

    operations = [
        migrations.AddField(
            model_name="result",
            name="on_behalf",
            field=models.BooleanField(default=False, help_text="Typed by the secretariat for the agency."),
        ),
        migrations.RunPython(mark_what_was_entered_on_behalf, migrations.RunPython.noop),
    ]
