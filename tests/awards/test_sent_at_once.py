"""B23: the same workbook sent twice or thrice is one import, whoever is first."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from awards.ledger import importing
from awards.models import AwardRecord, LedgerImport
from tests.awards.uploads import ISSUER, book, enter, said, send
from tests.factories.awards import AwardFactory, LedgerImportFactory
from tests.support import world as worlds

BACKEND = "accounts.backends.AccountBackend"


def line(world, merit, number="7/QĐ-BTP"):
    return (merit.code, world.enforcement[1].code, None, "2023", number, "05/02/2024", ISSUER)


def test_the_database_holds_one_import_a_file(world):
    first = LedgerImportFactory(uploaded_by=world.users["ministry"])
    with transaction.atomic(), pytest.raises(IntegrityError):
        LedgerImportFactory(uploaded_by=world.users["ministry"], sha256=first.sha256)


def test_the_same_file_again_is_read_anew_until_it_is_entered(world, as_user, merit):
    client = as_user("ministry")
    content = book(line(world, merit))
    first = send(client, content)
    LedgerImport.objects.update(rows=[], notes={})
    again = send(client, content, name="khac.xlsx")
    assert again.request["PATH_INFO"] == first.request["PATH_INFO"] and "Không có dòng nào lỗi" in said(again)
    enter(client, again)
    assert "Đã ghi sổ lúc" in said(send(client, content))
    assert LedgerImport.objects.count() == 1 and AwardRecord.objects.count() == 1


def test_what_is_entered_while_the_same_file_is_read_again_stays_entered(world, as_user, merit, monkeypatch):
    client, content = as_user("ministry"), book(line(world, merit))
    first, reading = send(client, content), importing.read

    def read_while_somebody_enters(archive):
        enter(client, first)
        return reading(archive)

    monkeypatch.setattr(importing, "read", read_while_somebody_enters)
    assert "Đã ghi sổ lúc" in said(send(client, content))
    assert LedgerImport.objects.get().state == "applied" and AwardRecord.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_three_at_once_make_one_import(clock):
    clock(worlds.NOW)
    world = worlds.small_world()
    content = book(line(world, AwardFactory(recipient="individual;collective")))
    barrier, answers = threading.Barrier(3), []

    def press():
        client = Client()
        client.force_login(world.users["ministry"], backend=BACKEND)
        barrier.wait()
        answers.append(client.post(reverse("awards:upload"), {"file": SimpleUploadedFile("so.xlsx", content)}))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer.url for answer in answers}) == 1 and LedgerImport.objects.count() == 1
