import pytest

from picopt_saas.storage.sniff import media_types, sniff


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"GIF89a\x01\x00", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "image/avif"),
        (b"\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1avifmiaf", "image/avif"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"MM\x00*\x00\x00", "image/tiff"),
        (b"BM\x36\x00", "image/bmp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"<?php system($_GET[0]);", None),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
        (b"", None),
    ],
)
def test_the_kind_is_told_from_the_first_bytes(head, kind):
    assert sniff(head) == kind


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"heim", b"heis"])
def test_heic_is_taken_where_the_operator_says_so(brand):
    head = b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1" + brand
    assert sniff(head) is None
    assert sniff(head, heic=True) == "image/heic"
    assert "image/heic" in media_types(heic=True)
    assert "image/heic" not in media_types(heic=False)


def test_films_in_the_same_container_are_not_taken():
    assert sniff(b"\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00msf1hevc", heic=True) is None
    assert sniff(b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42", heic=True) is None
