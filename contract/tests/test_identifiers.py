"""Names and ids: what each may look like, to the character, since other programs build and match them."""

import re

import pytest
from contract_kit import CONNECT, PICTURE, SIZE
from pydantic import TypeAdapter, ValidationError

from picopt_contract import base
from picopt_contract.connect import ConnectRequest, ConnectToken, ConnectTokenRequest, UserCode
from picopt_contract.context import Placement
from picopt_contract.jobs import ResultFile
from picopt_contract.limits import IDEMPOTENCY_KEY_PATTERN
from picopt_contract.settings import PictureItem, SizeRequest

IDS = {"ImageId": "img", "QuoteId": "quo", "JobId": "job", "ItemId": "itm", "FileId": "fil"}


def accepts(kind, value):
    try:
        return TypeAdapter(kind).validate_python(value) == value
    except ValidationError:
        return False


@pytest.mark.parametrize(("kind", "prefix"), IDS.items())
def test_an_id_is_its_prefix_and_up_to_forty_letters_or_digits(kind, prefix):
    kind = getattr(base, kind)

    for good in ("a", "Z9", "0" * 40):
        assert accepts(kind, f"{prefix}_{good}"), good
    for bad in ("", "a" * 41, "a-b", "a_b", "ä", "a b", "a\n", "../a", "٣"):
        assert not accepts(kind, f"{prefix}_{bad}"), bad


@pytest.mark.parametrize(("kind", "prefix"), IDS.items())
def test_an_id_of_another_kind_is_refused(kind, prefix):
    kind = getattr(base, kind)

    for other in set(IDS.values()) - {prefix} | {prefix.upper(), f" {prefix}", f"{prefix}_{prefix}"}:
        assert not accepts(kind, f"{other}_a1"), other
    assert not accepts(kind, prefix)
    assert not accepts(kind, 7)


@pytest.mark.parametrize(
    "bad",
    ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 63 + "\n", "0" * 64 + "\n", " " + "0" * 63, "0x" + "0" * 62],
)
def test_a_hash_is_64_lower_case_hexadecimal_digits(bad):
    assert accepts(base.Sha256, "0123456789abcdef" * 4)
    assert not accepts(base.Sha256, bad)
    with pytest.raises(ValidationError, match="sha256"):
        PictureItem.model_validate(PICTURE | {"sha256": bad})


@pytest.mark.parametrize("good", ["1:42", "a", "Blog-1_2.3:4", "x" * 100])
def test_a_reference_is_a_short_word_of_the_site(good):
    assert accepts(base.Reference, good)
    assert PictureItem.model_validate(PICTURE | {"reference": good}).reference == good


@pytest.mark.parametrize("bad", ["", "x" * 101, "a b", "a/b", "ä", "a\n", "<b>", "a\x00", "a,b", "a;b", "'"])
def test_a_reference_with_anything_else_is_refused(bad):
    assert not accepts(base.Reference, bad)
    with pytest.raises(ValidationError, match="reference"):
        PictureItem.model_validate(PICTURE | {"reference": bad})


@pytest.mark.parametrize("good", ["en", "de", "gsw", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-DE-1996", "EN"])
def test_a_language_is_a_tag_of_bcp_47(good):
    assert accepts(base.LanguageTag, good)


@pytest.mark.parametrize(
    "bad",
    ["", "e", "engl", "en-", "-en", "en_US", "en US", "en-a", "en-abcdefghi", "e1", "en\n", "ਪੰ", "en-" + "ab-" * 11],
)
def test_what_is_no_language_is_refused(bad):
    assert not accepts(base.LanguageTag, bad)


def test_a_language_tag_has_35_characters_at_most():
    tag = "en" + "-abcdefgh" * 3 + "-abcde"

    assert len(tag) == 35
    assert accepts(base.LanguageTag, tag)
    assert not accepts(base.LanguageTag, tag + "f")


@pytest.mark.parametrize(
    ("value", "as_image", "as_media"),
    [
        ("image/png", True, True),
        ("image/svg+xml", True, True),
        ("image/vnd.microsoft.icon", True, True),
        ("image/x-ms-bmp", True, True),
        ("application/pdf", False, True),
        ("Image/png", False, False),
        ("image/PNG", False, False),
        ("image/", False, False),
        ("image", False, False),
        ("image/png; charset=x", False, False),
        ("image/png\n", False, False),
        ("image/*", False, False),
        ("/png", False, False),
        ("image/" + "x" * 94, True, True),
        ("image/" + "x" * 95, False, False),
    ],
)
def test_media_types(value, *, as_image, as_media):
    assert accepts(base.ImageType, value) is as_image
    assert accepts(base.MediaType, value) is as_media


@pytest.mark.parametrize(("value", "fits"), [(0, False), (1, True), (65_535, True), (65_536, False), (-1, False)])
def test_a_side_has_1_to_65535_pixels(value, *, fits):
    assert accepts(base.Pixels, value) is fits


@pytest.mark.parametrize("good", ["thumbnail", "woocommerce_single", "2048x2048", "größe 1", "a" * 100, "a:b", "名前"])
def test_a_size_may_have_any_name_that_a_theme_gives(good):
    assert SizeRequest.model_validate(SIZE | {"name": good}).name == good


@pytest.mark.parametrize("bad", ["", "a" * 101, "a/b", "..\\b", "a\nb", "a\x00", "\t", "a\x1f"])
def test_a_size_whose_name_could_be_a_path_is_refused(bad):
    with pytest.raises(ValidationError, match="name"):
        SizeRequest.model_validate(SIZE | {"name": bad})


@pytest.mark.parametrize("good", ["x", "post:12/block:3", "~", "!", "k" * 200])
def test_a_place_is_named_by_visible_characters(good):
    assert Placement(key=good).key == good


@pytest.mark.parametrize("bad", ["", "k" * 201, "a b", "a\n", "ä", "\x7f", "a\x00b"])
def test_a_place_with_any_other_name_is_refused(bad):
    with pytest.raises(ValidationError, match="key"):
        Placement(key=bad)


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("12345678", True),
        ("1234567", False),
        ("~" * 200, True),
        ("~" * 201, False),
        ("1234 678", False),
        ("1234567ä", False),
        ("1234567\x7f", False),
    ],
)
def test_an_idempotency_key_has_8_to_200_visible_characters(key, *, fits):
    assert bool(re.fullmatch(IDEMPOTENCY_KEY_PATTERN, key)) is fits


@pytest.mark.parametrize("extension", ["webp", "jpg", "a", "avif1", "00000"])
def test_a_files_extension_is_up_to_five_letters_or_digits(extension):
    assert accepts(ResultFile.model_fields["extension"].rebuild_annotation(), extension)


@pytest.mark.parametrize("extension", ["", "abcdef", "WEBP", ".webp", "we p", "php/", "w\n"])
def test_an_extension_that_could_be_more_is_refused(extension):
    assert not accepts(ResultFile.model_fields["extension"].rebuild_annotation(), extension)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("device_code", ["c" * 20, "c" * 200], ["c" * 19, "c" * 201, ""]),
        ("verifier", ["a" * 43, "A9._~-" * 10, "a" * 128], ["a" * 42, "a" * 129, "a" * 43 + "+", "a" * 43 + "\n"]),
        (
            "site_url",
            ["https://a.test", "http://localhost:8080/blog", "https://" + "a" * 500],
            [
                "",
                "ftp://a.test",
                "https://",
                "https://a b",
                "javascript:alert(1)",
                " https://a.test",
                "https://" + "a" * 501,
            ],
        ),
    ],
)
def test_what_a_site_sends_for_its_key(field, good, bad):
    for value in good:
        assert getattr(ConnectTokenRequest.model_validate(CONNECT | {field: value}), field) == value
    for value in bad:
        with pytest.raises(ValidationError, match=field):
            ConnectTokenRequest.model_validate(CONNECT | {field: value})


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("WDJB-MJHT", True),
        ("BBBB-BBBB", True),
        ("wdjb-mjht", False),
        ("WDJBMJHT", False),
        ("WDJB-MJH", False),
        ("WDJB-MJHTX", False),
        ("WDJA-MJHT", False),
        ("WDJ0-MJHT", False),
        ("WDJB-MJHT\n", False),
    ],
)
def test_a_code_that_a_person_types_has_no_letter_that_could_be_read_otherwise(code, *, fits):
    assert accepts(UserCode, code) is fits


@pytest.mark.parametrize(
    ("challenge", "fits"),
    [("A9_-" + "a" * 39, True), ("a" * 42, False), ("a" * 44, False), ("a" * 42 + "=", False), ("a" * 42 + "+", False)],
)
def test_a_challenge_is_a_hash_in_base64url(challenge, *, fits):
    asked = {"site_url": "https://shop.test", "challenge": challenge}
    if fits:
        assert ConnectRequest.model_validate(asked).challenge == challenge
    else:
        with pytest.raises(ValidationError, match="challenge"):
            ConnectRequest.model_validate(asked)


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("po_live_" + "a" * 16, True),
        ("po_test_" + "A9_-" * 10, True),
        ("po_live_" + "a" * 15, False),
        ("po_dead_" + "a" * 16, False),
        ("live_" + "a" * 20, False),
        ("po_live_" + "a" * 16 + " ", False),
    ],
)
def test_a_key_says_what_it_is(key, *, fits):
    made = {"api_key": key, "prefix": "po_live_a", "scopes": ["read"]}
    if fits:
        assert ConnectToken.model_validate(made).api_key == key
    else:
        with pytest.raises(ValidationError, match="api_key"):
            ConnectToken.model_validate(made)
