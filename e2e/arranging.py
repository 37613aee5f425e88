"""What tests bring about before they look at something else."""

from picopt_standalone.wordpress import Site


def take_drafts(site: Site, *, unseen: bool) -> None:
    """Whether text of the embedded model waits for a person; most tests are about something else."""
    site.wp("eval", f"(new PictureOptimizer\\Settings\\Settings())->save(['accept_drafts' => {int(unseen)}]);")


def with_comment(jpeg: bytes, text: str) -> bytes:
    """The same picture in another file: a COM segment after the first marker (ITU-T T.81, B.2.4.5)."""
    data = text.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(data) + 2).to_bytes(2, "big") + data + jpeg[2:]
