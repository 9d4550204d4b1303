"""What the own head sent back to the officer was stamped as a return: the moment moves to the field of its own.

The record of acts tells the two apart. A row whose record does not tell what it was before is left as it is: one without
a record, and one whose last return is not the moment that is stored.
"""

from datetime import timedelta

from django.db import migrations, models

NEAR = timedelta(seconds=5)  # between the moment stored and that of the record, both of one transaction
SEND_BACK, RETURN, RECALL = "submission.send_back", "submission.return", "submission.recall"


def given_back(entries):
    """The acts that gave a report back and were not recalled, in their order: (act, moment)."""
    held = []
    for entry in entries:
        if entry.action in (SEND_BACK, RETURN):
            held.append((entry.action, entry.at))
        elif held and held[-1][0] == f"submission.{entry.after.get('recalled')}":
            held.pop()
    return held


def tell_apart(row, acts):
    """Whether the row was changed: ``returned_at`` is then the last return, or the reopening that began the version."""
    if not any(act == SEND_BACK for act, _moment in acts) or row.returned_at is None:
        return False
    if abs(acts[-1][1] - row.returned_at) > NEAR:
        return False
    last = row.last_step or {}
    if "returned_at" in last.get("before", {}):
        _put_back_apart(row, last, acts[:-1])
    stored, returned = row.returned_at, _last(RETURN, acts, row)
    if acts[-1][0] == SEND_BACK:
        row.sent_back_at, row.returned_at = stored, returned
    else:
        row.sent_back_at = _last(SEND_BACK, acts, row)
    return True


def _put_back_apart(row, last, before):
    """What recalling the last step puts back, a return or a sending back, is its own moment alone."""
    if last["action"] == "send_back":
        del last["before"]["returned_at"]
        last["before"]["sent_back_at"] = _plain(_last(SEND_BACK, before, row))
    else:
        last["before"]["returned_at"] = _plain(_last(RETURN, before, row))


def _last(wanted, acts, row):
    """The moment of the last of these acts; a version that a reopening began counts as returned from its beginning."""
    found = [moment for act, moment in acts if act == wanted]
    begun = row.created_at if wanted == RETURN and row.version > 1 else None
    return found[-1] if found else begun


def _plain(moment):
    return moment.isoformat() if moment else None


def forwards(apps, schema_editor):
    rows = apps.get_model("results", "Submission").objects
    acts = apps.get_model("accounts", "AuditEntry").objects.filter(
        target_type="results.submission", action__in=(SEND_BACK, RETURN, RECALL)
    )
    concerned = set(acts.filter(action=SEND_BACK).values_list("target_id", flat=True))
    by_row = {}
    for entry in acts.filter(target_id__in=concerned).order_by("at", "pk"):
        by_row.setdefault(int(entry.target_id), []).append(entry)
    for row in rows.filter(pk__in=by_row, sent_back_at=None):
        if tell_apart(row, given_back(by_row[row.pk])):
            row.save(update_fields=["returned_at", "sent_back_at", "last_step"])


def backwards(apps, schema_editor):
    """The later of the two moments is the last return again."""
    for row in apps.get_model("results", "Submission").objects.exclude(sent_back_at=None):
        last = row.last_step or {}
        if last.get("action") == "send_back" and "sent_back_at" in last.get("before", {}):
            moments = (last["before"].pop("sent_back_at"), _plain(row.returned_at))
            last["before"]["returned_at"] = max(filter(None, moments), default=None)
        row.returned_at = max(filter(None, (row.returned_at, row.sent_back_at)))
        row.sent_back_at = None
        row.save(update_fields=["returned_at", "sent_back_at", "last_step"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_one_name_one_account_and_sent_forms"),
        ("results", "0004_last_step"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="return_reason",
            field=models.CharField(
                blank=True, help_text="Of the last return, reopening or sending back.", max_length=1000
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
