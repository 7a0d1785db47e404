"""Of a search that found nothing only words of the catalogue's own language are kept."""

import pytest

from center.finding import Finder
from sync import reference
from tests.center.told import queries

FINDER = Finder(reference.catalogue(), reference.words())


def test_things_and_known_pairs_are_kept_in_the_order_of_the_alphabet():
    kept = FINDER.what_may_be_counted("tôi muốn xin cấp phép chăn nuôi lợn ở Văn Lâm")
    assert kept == ("chăn nuôi", "nuôi lợn")
    assert FINDER.what_may_be_counted("đổi bìa đỏ bị cháy") == ("bìa đỏ", "mất", "sổ đỏ", "thay đổi", "đổi bìa")


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn Hùng",
        "nguyen van hung",
        "Trần Thị Mai 033190001234",
        "0912345678",
        "033190001234|Lê Thị Hoa|01011990|Nữ",
        "Phạm Quốc Việt thôn Nho Lâm xã Đông Tiền Hải",
        "vũ đức bình số nhà 12 ngõ 5",
        "Đào Thị Thanh Xuân",
        "",
    ],
)
def test_nobody_can_be_known_from_it(text):
    kept = FINDER.what_may_be_counted(text)
    said = " ".join(kept).lower()
    assert not any(letter.isdigit() for letter in said)
    for name in (
        "nguyễn",
        "văn hùng",
        "thị",
        "hoa",
        "mai",
        "quốc việt",
        "nho lâm",
        "đức bình",
        "thanh xuân",
        "tiền hải",
    ):
        assert name not in said.split() and name not in kept


def test_a_sentence_cannot_be_put_together_again():
    for query in queries("unanswerable"):
        kept = FINDER.what_may_be_counted(query.text)
        assert len(kept) <= 6 and list(kept) == sorted(set(kept))
