"""Words that are out: those no official would use, and those that stood beside another word for the same thing."""

import re

import polib
import pytest

from tests.support.project import PACKAGES, ROOT

# A word that is out, how it is found, what stands instead. What a pattern lets pass is another word of the field.
OUT = (
    ("Ký gửi báo cáo", r"ký gửi|lãnh đạo ký", "Duyệt và gửi báo cáo"),
    ("Sổ Excel tổng kết", r"sổ (?:excel|tổng hợp|tổng kết)", "Bảng tổng hợp"),
    ("công thức sống", r"công thức sống|luôn sống", "công thức tự tính; luôn được cập nhật"),
    ("không PS", r"không PS\b", "không phát sinh, KPS"),
    ("Báo cáo chưa chuyển bước được", r"chuyển bước|bị làm lại", "Chưa trình được báo cáo; đã được trình, gửi"),
    ("Không có số nào khác với", r"không có số nào khác", "Số liệu không thay đổi so với"),
    ("Ghi bổ nhiệm", r"bổ nhiệm", "Phân công công tác"),
    ("Ghi thêm người", r"ghi thêm người|^ghi ngày cuối$", "Thêm nhân sự; Kết thúc phân công"),
    ("Tạm thời", r"tạm thời", "Tạm tính"),
    ("chỉ tiêu suy ra", r"suy ra|dẫn xuất", "bình quân gia quyền"),
    ("Trễ 3 ngày", r"\btrễ\b", "chậm … ngày làm việc; quá hạn"),
    ("Thư ký cụm", r"thư ký|tổ giúp việc", "thường trực cụm"),
    ("Bản v1", r"\bbản v\d|phiên bản (?:\{number\}|%\(version\)s|\d)", "Bản 1"),
    ("phiên bản số liệu", r"phiên bản số liệu", "phiên bản dữ liệu"),
    ("các cơ quan", r"cơ quan(?! (?:thi hành|THADS|ban hành|chủ quản|quyết định))", "đơn vị"),
    ("Biểu", r"^biểu$", "Mã biểu"),
    ("Thôi", r"^thôi$", "Hủy"),
    ("Hết hạn: Thẩm định điểm", r"^hết hạn:", "Kết thúc: …"),
    ("Vừa diễn ra", r"vừa diễn ra", "Hoạt động gần đây"),
    ("Đơn vị tôi", r"đơn vị tôi\b", "Đơn vị của tôi"),
    ("Đến ô", r"^đến (?:ô|trang|tổng quan|các tệp)\b", "Tới ô"),
    ("So chỉ tiêu", r"\bso (?:chỉ tiêu|toàn quốc)", "So với …"),
    ("Cổng không hiểu yêu cầu này", r"không hiểu yêu cầu", "Yêu cầu không hợp lệ"),
    ("chưa nói được gì nhiều", r"chưa nói được", "chưa đủ căn cứ"),
    ("ngay khi có chỗ", r"ngay khi có chỗ", "khi bộ phận xử lý sẵn sàng"),
    ("dữ liệu đứng yên", r"đứng yên", "được khóa"),
    ("không còn năm để mở", r"không còn năm để mở", "Cụm đã kết thúc"),
    ("Nếu trình duyệt tắt script", r"\bscript|\bBOM\b|JSON Schema", "lời thường"),
    ("không xem số liệu và phiếu bầu", r"phiếu bầu", "không xem số liệu"),
    ("Bảng nhiệt", r"bảng nhiệt", "Bảng mức đạt theo màu"),
    ("Không có thay đổi nào.", r"không có thay đổi nào", "Đã lưu"),
    ("Cổng cụm thi đua", r"cổng cụm thi đua", "Cổng thi đua"),
)
COMPILED = [(word, re.compile(pattern, re.I), instead) for word, pattern, instead in OUT]
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)
QUOTED = re.compile(r'"([^"\n]+)"')


def catalogues():
    for package in PACKAGES:
        path = ROOT / package / "locale" / "vi" / "LC_MESSAGES" / "django.po"
        if path.exists():
            yield from ((package, entry) for entry in polib.pofile(str(path)))


def texts():
    """Every Vietnamese text that somebody may meet, with the place it stands in."""
    for package, entry in catalogues():
        for said in (entry.msgstr, *entry.msgstr_plural.values()):
            yield f"{package}: {entry.msgid[:60]}", said
    spoken = [ROOT / "run", *ROOT.glob("*/management/commands/*.py"), *(ROOT / "reports" / "papers").rglob("*.py")]
    for path in spoken:
        quoted = QUOTED.findall(path.read_text(encoding="utf-8"))
        yield from ((path.name, said) for said in quoted if VIETNAMESE.search(said))
    for path in (ROOT / "README.md", ROOT / "docs" / "huong-dan-su-dung.md", ROOT / "docs" / "pictures" / "README.md"):
        yield from ((path.name, " ".join(said.split())) for said in path.read_text(encoding="utf-8").split("\n\n"))


TEXTS = list(texts())


def out_of(said: str) -> list[str]:
    return [f"{word} → {instead}" for word, pattern, instead in COMPILED if pattern.search(said)]


def test_no_text_uses_a_word_that_is_out():
    assert len(TEXTS) > 2000
    assert [(where, said[:120], found) for where, said in TEXTS if (found := out_of(said))] == []


@pytest.mark.parametrize(("word", "instead"), [(word, instead) for word, _, instead in OUT])
def test_a_word_is_found_and_what_stands_instead_is_not(word, instead):
    assert [found for found in out_of(word) if found.startswith(f"{word} →")]
    assert out_of(instead) == []


def test_the_field_keeps_words_that_only_look_alike():
    for said in ("Cơ quan thi hành án dân sự", "cần đến ô đó", "Phiên bản dữ liệu 3", "Biểu mẫu đã hết hiệu lực"):
        assert out_of(said) == []


def test_money_is_named_alike_in_english():
    english = [entry.msgid for _, entry in catalogues()]
    assert [said for said in english if re.search(r"(?:thousand|million|billion) đồng", said)] == []


def test_an_indicator_and_a_target_are_told_apart_by_their_heads():
    heads = {(entry.msgid, entry.msgstr) for _, entry in catalogues() if entry.msgid in ("Indicator", "Target")}
    assert heads == {("Indicator", "Chỉ tiêu thống kê"), ("Target", "Chỉ tiêu giao")}
