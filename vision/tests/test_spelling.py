"""Words of many languages in ASCII: as their own people would spell them, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picopt_vision import east_asia
from picopt_vision.filename import to_filename
from picopt_vision.spelling import spell

pytestmark = pytest.mark.acceptance("E5")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("東京タワーの夜景", "tokyo-tawa-no-yakei"),
        ("カフェのテーブルにあるコーヒー", "kafe-no-teburu-ni-aru-kohi"),
        ("白い壁に立てかけられた自転車", "shiroi-kabe-ni-tatekakerareta-jitensha"),
        ("抹茶", "matcha"),
        ("手作りパンとジャム", "tezukuri-pan-to-jamu"),
        ("大きい犬", "ookii-inu"),
        ("京都・嵐山の竹林", "kyoto-arashiyama-no-chikurin"),
        ("iPhone 15 ケース", "iphone-15-kesu"),
        ("あか じてんしゃ", "aka-jitensha"),
        ("aka-jitensha", "aka-jitensha"),
        ("ﾊﾟｿｺﾝとｶﾒﾗ", "pasokon-to-kamera"),
    ],
)
def test_japanese_is_read_as_japanese(words: str, name: str) -> None:
    assert to_filename([words], "ja-JP") == name


@pytest.mark.parametrize("language", ["en", "de", "ja", "zh", "ar"])
def test_signs_of_rights_are_no_letters(language: str) -> None:
    assert to_filename(["Acme® Cola™ ©2024"], language) == "acme-cola-2024"


@pytest.mark.parametrize(
    ("kana", "name"),
    [
        ("チョコレート", "chokoreto"),
        ("ジェット", "jetto"),
        ("ティー", "ti"),
        ("まっちゃ", "matcha"),
        ("きゃべつ", "kyabetsu"),
    ],
)
def test_kana_are_read_without_a_dictionary(monkeypatch: pytest.MonkeyPatch, kana: str, name: str) -> None:
    monkeypatch.setattr(east_asia, "_reader", lambda: None)
    assert to_filename([kana], "ja") == name


def test_kanji_that_nobody_can_read_make_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(east_asia, "_reader", lambda: None)
    assert to_filename(["赤い自転車"], "ja") == "", "a Chinese reading would be worse than the name that the image has"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("红色自行车靠在墙上", "hongse-zixingche-kaozaiqiangshang"),
        ("银行大楼", "yinhang-dalou"),
        ("重庆火锅", "chongqing-huoguo"),
        ("iPhone 手机壳", "iphone-shoujike"),
    ],
)
def test_chinese_words_are_found_and_read_as_words(words: str, name: str) -> None:
    assert to_filename([words], "zh-Hans") == name


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("ar", "دراجة حمراء بجانب الجدار", "draja-hmra-bjanb-aljdar"),
        ("ru", "Красный велосипед", "krasnyy-velosiped"),
        ("uk", "Червоний велосипед біля гори", "chervonyy-velosyped-bilya-hory"),
        ("bg", "Къща на площада", "kashta-na-ploshtada"),
        ("el", "Κόκκινο ποδήλατο δίπλα στον τοίχο", "kokkino-podilato-dipla-ston-toicho"),
        ("el", "Ευχές, αύριο ουρανός και μπύρα, αϋπνία, αυτί", "efches-avrio-ouranos-kai-byra-aypnia"),
        ("vi", "Xe đạp đỏ bên bức tường", "xe-dap-do-ben-buc-tuong"),
        ("th", "แดง", "daeng"),
        ("ko", "빨간 자전거", "ppalgan-jajeongeo"),
        ("tr", "Şişe ve çiçek", "sise-ve-cicek"),
    ],
)
def test_every_script_in_its_own_spelling(language: str, words: str, name: str) -> None:
    assert to_filename([words], language) == name


@given(st.text(max_size=80), st.sampled_from(["ja", "zh", "th", "ar", "uk", "de", "en", "el", "", "xx"]))
def test_whatever_the_text_it_ends_in_ascii(text: str, language: str) -> None:
    assert spell(text, language).isascii()
