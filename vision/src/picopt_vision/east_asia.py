"""Japanese and Chinese in Latin letters: words need finding where there are no blanks, and kanji need reading."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, Final

from anyascii import anyascii

from picopt_vision.capabilities import Extra

_KANJI: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々]")
_SMALL: Final = re.compile("([きしちにひみりぎじびぴ])([ゃゅょ])")
_SMALL_VOWEL: Final = re.compile("([^っー])([ぁぃぅぇぉ])")
_LONG_IN_NOUNS: Final = re.compile("ou|oo")
_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]+")


def spell_japanese(text: str) -> str:
    """Hepburn's spelling without marks of length. Empty where there are kanji and no dictionary (extra `japanese`)."""
    if text.isascii():
        return text
    reader = _reader()
    if reader:
        return " ".join(_read_words(reader.tokenize(text)))
    return "" if _KANJI.search(text) else " ".join(map(_romaji, text.split()))


def spell_chinese(text: str) -> str:
    """Pinyin without tones, signs read as their words want it (`yinhang`, not `yinxing`)."""
    return _HAN_RUN.sub(lambda run: f" {' '.join(_pinyin_words(run[0]))} ", text)


def _read_words(words: Any) -> Iterator[str]:
    """Particles and the endings of verbs are written with the word that they belong to."""
    spelled = ""
    for word in words:
        kind = word.part_of_speech()[0]
        if kind in {"空白", "補助記号"}:
            continue
        said = _romaji(word.reading_form() if _KANJI.search(word.surface()) else word.surface())
        if kind in {"名詞", "代名詞", "接尾辞"}:
            said = _LONG_IN_NOUNS.sub("o", said)
        if spelled and kind in {"接尾辞", "助動詞", "接頭辞"}:
            spelled += said
            continue
        if spelled:
            yield spelled
        spelled = said
    if spelled:
        yield spelled


def _romaji(kana: str) -> str:
    """`がっこう` → gakkou, `コーヒー` → kohi, `じてんしゃ` → jitensha."""
    plain = "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in kana).replace("ー", "")
    plain = _SMALL.sub(lambda pair: _joined(anyascii(pair[1]), anyascii(pair[2])), plain)
    plain = _SMALL_VOWEL.sub(lambda pair: anyascii(pair[1])[:-1] + anyascii(pair[2]), plain)
    parts = [anyascii(part) for part in re.split("っ", plain)]
    return parts[0] + "".join((part[:1].replace("c", "t") if part[:1].isalpha() else "") + part for part in parts[1:])


def _joined(syllable: str, small: str) -> str:
    """`shi` and `ya` are `sha`, `ki` and `ya` are `kya`."""
    start = syllable[:-1]
    return start + (small[1:] if start in {"sh", "ch", "j"} else small)


@cache
def _reader() -> Any | None:
    if not Extra.JAPANESE.installed:
        return None
    from sudachipy import Dictionary, SplitMode  # type: ignore[import-untyped] # noqa: PLC0415 -- an extra without hints

    return Dictionary(dict="small").tokenizer(SplitMode.C)


def _pinyin_words(text: str) -> Iterator[str]:
    """Words that the dictionary of phrases has; single signs in a row stay together."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- its tables take 50 MB, and only Chinese needs them
    from pypinyin.contrib.mmseg import seg  # noqa: PLC0415 -- as above

    for is_sign, words in groupby(seg.cut(text), key=lambda word: len(word) == 1):
        for word in ["".join(words)] if is_sign else words:
            yield "".join(lazy_pinyin(word))
