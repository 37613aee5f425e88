"""Whole characters only: halves of them come out of texts that were cut by bytes, and nothing takes them."""


def whole_characters(text: str) -> str:
    """The text with `\N{REPLACEMENT CHARACTER}` in place of each half of a surrogate pair; whole pairs are joined."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
