"""The signed original on pages: sent by the secretariat, told in words to all who may see the pledge, handed out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse

from pledges.models import SignedOriginal
from pledges.originals.storing import path_of_original
from tests.factories import covenants
from tests.support import signing
from tests.support.pages import BUDGET, ask, text

BLOCK = covenants.BLOCK
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ORIGINALS_DIR = tmp_path / "originals"
    return settings.ORIGINALS_DIR


@pytest.fixture
def pledge(world):
    return covenants.signed(world)


def at(world, name, *more):
    return reverse(f"dashboards:{name}", args=[world.cluster.slug, world.season.year, BLOCK, *more])


def sent(content: bytes, name: str = "ban-goc.pdf", kind: str = PDF, **said) -> dict:
    return {"seen": "0", "file": SimpleUploadedFile(name, content, kind)} | said


def send(client, world, content: bytes, *, follow: bool = False, **said):
    return client.post(at(world, "pledge_original"), sent(content, **said), follow=follow)


# -- told in words -----------------------------------------------------------------------------------------------------
UNKNOWN = "Chữ ký số toàn vẹn, chưa xác nhận được người ký"
ALTERED = "Có chữ ký số không khớp với tệp này"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (signing.picture(), ["Không có chữ ký số", "Ảnh quét (PNG)", "đối chiếu với bản giấy"]),
        (signing.plain_pdf(), ["Không có chữ ký số", "Bản quét (PDF, 1 trang)"]),
        (
            signing.signed_pdf(),
            [
                UNKNOWN,
                "PDF, 1 trang, 1 chữ ký số",
                "Nguyễn Văn An",
                "Thi hành án dân sự tỉnh Tây Ninh",
                "Toàn vẹn, bao quát toàn bộ tệp.",
                "theo đồng hồ máy người ký; không có dấu thời gian chứng thực",
                "cổng chưa được khai báo gốc tin cậy nào",
                "có thời hạn từ 01/01/2020 đến 01/01/2040",
                "Chưa kiểm tra chứng thư số có bị thu hồi hay không",
                "Máy chủ chưa được khai báo chứng thư số gốc tin cậy",
            ],
        ),
        (
            signing.signed_pdf(stamper=signing.authority().stamper()),
            ["theo dấu thời gian; chưa xác nhận được nơi cấp dấu thời gian"],
        ),
        (
            signing.with_changed_bytes(signing.signed_pdf()),
            [ALTERED, "nội dung đã ký khác với nội dung hiện có trong tệp", "Không sử dụng tệp này."],
        ),
        (
            signing.with_another_title(signing.signed_pdf()),
            [ALTERED, "Sau chữ ký này, tài liệu đã bị sửa đổi ngoài phạm vi được phép."],
        ),
        (
            signing.signed_pdf() + b"\n",
            ["Chữ ký số chưa bao quát toàn bộ tệp", "Phần thêm vào tệp sau chữ ký cuối cùng không được chữ ký nào"],
        ),
        (
            signing.with_empty_field(signing.signed_pdf()),
            ["Chữ ký số chưa bao quát toàn bộ tệp", "Còn 1 ô ký số chưa được ký."],
        ),
        (
            signing.signed_pdf(by=signing.signer("Hết hạn", years=signing.OVER)),
            [UNKNOWN, "Thời điểm ký nằm ngoài thời hạn của chứng thư số, từ 01/01/2020 đến 01/01/2023."],
        ),
    ],
)
def test_what_was_found_is_told_to_whoever_may_see_the_pledge(as_user, world, pledge, content, told):
    response = send(as_user("secretariat"), world, content)
    assert response.status_code == 302
    page = text(as_user("officer").get(at(world, "pledge")))
    assert [words for words in told if words not in page] == []
    assert "Thay bản gốc đã ký" not in page


def test_trusted_root_confirms_the_signer(as_user, world, pledge, settings, tmp_path):
    settings.ORIGINAL_ROOTS_DIR = tmp_path
    (tmp_path / "goc.pem").write_bytes(signing.authority().pem)
    stamped = signing.signed_pdf(stamper=signing.authority().stamper())
    page = text(send(as_user("secretariat"), world, stamped, follow=True))
    assert "Chữ ký số toàn vẹn, đã xác nhận người ký" in page
    assert "theo dấu thời gian của nơi cấp được tin cậy" in page
    assert "CA của phép thử cấp, dẫn tới chứng thư gốc tin cậy" in page


def test_altered_file_is_told_at_once_and_marked_by_more_than_a_colour(as_user, world, pledge):
    response = send(as_user("secretariat"), world, signing.with_changed_bytes(signing.signed_pdf()), follow=True)
    page = text(response)
    assert f"Đã lưu bản gốc đã ký. {ALTERED}." in page
    assert f'bi-x-octagon-fill" aria-hidden="true"></i>{ALTERED}' in page


def test_names_in_a_certificate_are_words_and_no_markup(as_user, world, pledge):
    named = signing.signer("<script>alert(1)</script>")
    page = send(as_user("secretariat"), world, signing.signed_pdf(by=named), follow=True).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


# -- refused -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><script>alert(1)</script></html>", "không phải PDF hay ảnh JPEG, PNG"),
        (signing.encrypted_pdf(), "được bảo vệ bằng mật khẩu"),
        (signing.plain_pdf()[:300], "Tệp bị hỏng, không đọc được"),
        (b"", "Tệp không có nội dung"),
    ],
)
def test_refused_in_words_with_nothing_kept(as_user, world, pledge, folder, content, told):
    response = send(as_user("secretariat"), world, content)
    assert response.status_code == 422
    assert told in text(response)
    assert not SignedOriginal.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_file_without_a_form_and_form_without_a_file(as_user, world, pledge):
    client = as_user("secretariat")
    assert client.post(at(world, "pledge_original"), {}).status_code == 422
    assert client.post(at(world, "pledge_original"), {"seen": "x", "file": "ban-goc.pdf"}).status_code == 422


def test_too_large_is_told_and_not_held(as_user, world, pledge, settings, monkeypatch):
    settings.ORIGINAL_MAX_MB, settings.UPLOAD_KEPT_BYTES = 1, 1 << 20
    stored, receive = [], TemporaryFileUploadHandler.receive_data_chunk

    def received(self, raw_data, start):
        stored.append(len(raw_data))
        return receive(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", received)
    response = send(as_user("secretariat"), world, b"%PDF-1.7\n" + b"0" * (30 << 20))
    assert response.status_code == 422
    assert "Tệp lớn hơn 1 MB." in text(response)
    assert 1 << 20 < sum(stored) <= (1 << 20) + (64 << 10)
    assert not SignedOriginal.objects.exists()


def test_text_that_is_not_signed_takes_none(as_user, world):
    covenants.opened(world)
    client = as_user("secretariat")
    page = text(client.get(at(world, "pledge_original"), follow=True))
    assert "chỉ nhận bản gốc khi các đơn vị thành viên đã ký đủ" in page
    assert "Bản gốc đã ký" not in text(client.get(at(world, "pledge")))


# -- replaced ----------------------------------------------------------------------------------------------------------
def test_replaced_with_a_reason_and_the_former_stays_in_the_history(as_user, world, pledge):
    client = as_user("secretariat")
    send(client, world, signing.picture(), name="anh.png")
    asked = client.get(at(world, "pledge_original"))
    assert "Bản gốc số 01 cùng tệp của nó được giữ trong lịch sử." in text(asked)
    seen = asked.context["form"]["seen"].value()
    response = send(client, world, signing.signed_pdf(), seen=seen)
    assert response.status_code == 422
    assert "Hãy ghi lý do thay bản gốc." in text(response)
    assert send(client, world, signing.signed_pdf(), seen=seen, reason="Có bản ký số").status_code == 302
    first, second = SignedOriginal.objects.order_by("number")
    page = text(as_user("officer").get(at(world, "pledge")))
    for words in ("1 bản gốc đã được thay", "Lý do thay bản trước: Có bản ký số", first.sha256, second.sha256):
        assert words in page
    assert as_user("officer").get(at(world, "pledge_original_file", first.pk)).status_code == 200


def test_of_two_who_send_at_once_the_second_decides_anew(as_user, world, pledge):
    client = as_user("secretariat")
    covenants.original(world, pledge, signing.picture("jpeg"), actor=world.users["cluster_head"])
    response = send(client, world, signing.signed_pdf(), reason="Bản rõ hơn")
    assert response.status_code == 422
    page = text(response)
    assert "Người khác vừa tải lên một bản gốc." in page
    assert "Bản rõ hơn" in page
    again = response.context["form"]["seen"].value()
    assert send(client, world, signing.signed_pdf(), seen=again, reason="Bản rõ hơn").status_code == 302
    assert SignedOriginal.objects.count() == 2


def test_pressed_twice_is_kept_once_and_told(as_user, world, pledge):
    client = as_user("secretariat")
    assert send(client, world, signing.picture()).status_code == 302
    page = text(send(client, world, signing.picture(), seen="1", reason="Nhầm", follow=True))
    assert "Chính tệp này đã được lưu là bản gốc số 01" in page
    assert SignedOriginal.objects.count() == 1


# -- handed out --------------------------------------------------------------------------------------------------------
def test_handed_out_as_an_attachment_of_its_own_kind_and_name(as_user, world, pledge):
    content = signing.signed_pdf()
    send(as_user("secretariat"), world, content, name="bay.html", kind="text/html")
    response = as_user("officer").get(at(world, "pledge_original_file", SignedOriginal.objects.get().pk))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    slug = world.cluster.slug
    assert response["Content-Disposition"] == (
        f'attachment; filename="giao-uoc-{slug}-2024-civil-enforcement-ban-goc-01.pdf"'
    )
    assert "no-store" in response["Cache-Control"]


def test_file_that_is_gone_or_another_one_is_not_handed_out(as_user, world, pledge):
    made = covenants.original(world, pledge)
    client, url = as_user("officer"), at(world, "pledge_original_file", made.pk)
    for spoil in (lambda path: path.write_bytes(b"x"), lambda path: path.unlink()):
        spoil(path_of_original(made))
        assert "khác với tệp đã lưu" in text(client.get(url, follow=True))


def test_original_of_another_pledge_does_not_exist_here(as_user, world, pledge):
    made = covenants.original(world, pledge)
    assert as_user("officer").get(at(world, "pledge_original_file", made.pk + 1)).status_code == 404
    assert as_user("other_officer").get(at(world, "pledge_original_file", made.pk)).status_code == 404


def test_addendum_shows_its_own(as_user, world):
    addendum = covenants.amended_and_signed(world)
    client = as_user("secretariat")
    url = at(world, "pledge_addendum_original", addendum.number)
    assert client.post(url, sent(signing.picture())).status_code == 302
    page = text(as_user("officer").get(at(world, "pledge_addendum", addendum.number)))
    assert "Ảnh quét (PNG)" in page
    assert "Chưa có bản gốc nào được tải lên." in text(client.get(at(world, "pledge")))
    response = client.get(at(world, "pledge_original_file", SignedOriginal.objects.get().pk))
    assert f"phu-luc-{addendum.number:02d}-ban-goc-01.png" in response["Content-Disposition"]


# -- costs -------------------------------------------------------------------------------------------------------------
def test_page_costs_the_same_for_any_number_of_originals(as_user, world, pledge):
    client = as_user("officer")
    _page, few = ask(client, at(world, "pledge"))
    covenants.original(world, pledge)
    covenants.original(world, pledge, signing.signed_pdf(), seen=1, reason="Bản ký số")
    covenants.original(world, pledge, signing.picture("jpeg"), seen=2, reason="Bản rõ hơn")
    _page, many = ask(client, at(world, "pledge"))
    assert few == many <= BUDGET
