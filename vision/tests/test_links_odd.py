"""Link targets as sites really have them: odd addresses, titles in place of addresses, what is no web address."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from picopt_vision import Placement
from picopt_vision.links import destination


def to(target: str, title: str = "") -> str:
    return destination(Placement(link_target=target, link_title=title))


@pytest.mark.parametrize(
    "target",
    [
        "https://[::1",
        "http://[bad]/",
        "https://example.org]/a",
        "//[",
        "https://example.org:port/",
        "http:///",
        "https://",
        "http://%zz/",
        "https://exa\u2100mple.org/",
    ],
)
def test_an_address_that_is_none_leads_nowhere_and_breaks_nothing(target: str) -> None:
    assert isinstance(to(target), str)
    assert to(target, "Contact us") == "Contact us"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
    | st.from_regex(r"(https?:)?//[\[\]:%.a-z0-9/?#@-]{0,30}", fullmatch=True)
)
@example("// 0")
def test_whatever_stands_there_it_is_told_in_one_line(target: str) -> None:
    words = to(target)
    assert words == " ".join(words.split())


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("mailto:shop@example.org", ""),
        ("tel:+49123456", ""),
        ("javascript:void(0)", ""),
        ("data:text/html,x", ""),
        ("ftp://example.org/report.pdf", ""),
        ("whatsapp://send?text=x", ""),
    ],
)
def test_what_is_no_page_is_not_named(target: str, words: str) -> None:
    assert to(target) == words


@pytest.mark.parametrize(
    "title", ["Menu: lunch", "Opening hours", "Our story", "Q & A", "Read more …", "Über uns", "東京の店"]
)
def test_a_title_in_place_of_an_address_is_the_destination(title: str) -> None:
    assert to(title) == title


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://example.org/a/b/red-oak-table", "Red oak table"),
        ("https://example.org/red_oak_table/", "Red oak table"),
        ("https://example.org/red%20oak+table", "Red oak table"),
        ("https://example.org/%E5%BA%97", "a page on example.org"),
        ("https://example.org/table.html", "Table"),
        ("https://example.org/table.php?id=3", "a page on example.org"),
        ("/shop/", "Shop"),
        ("./shop", "Shop"),
        ("../shop/oak", "Oak"),
        ("shop/oak-table", "Oak table"),
        ("example.org", "Example"),
        ("?page_id=3", ""),
        ("https://example.org/index.html", "the home page of example.org"),
        ("https://example.org/2024/", "a page on example.org"),
        ("https://example.org/12345", "a page on example.org"),
        ("https://example.org/a-123456-b", "a page on example.org"),
        ("https://example.org/room-101", "Room 101"),
        ("https://example.org/aB3xY9z", "a page on example.org"),
        ("https://example.org/to", "a page on example.org"),
        ("https://example.org/de/", "a page on example.org"),
        ("https://example.org/%E6%9D%B1%E4%BA%AC/", "東京"),
        ("https://example.org/red-panda;jsessionid=1", "Red panda"),
        ("https://example.org/?s=panda", "a page on example.org"),
        ("https://example.org/id123456789", "a page on example.org"),
        ("https://example.org/#research-report", "Research report"),
        ("https://example.org/?p=3#research-report", "Research report"),
        ("https://example.org/#x", "the home page of example.org"),
        ("https://example.org/#aB3xY9z-aB3xY9z", "the home page of example.org"),
        ("https://example.org/pandas#research-report", "Pandas"),
        ("#research-report", ""),
        ("https://xn--mnchen-3ya.example/", "the home page of münchen.example"),
        ("https://xn--.example/", "the home page of xn--.example"),
        ("https://example.org/" + "-".join(["to", *["word"] * 9]), " ".join(["To", *["word"] * 9])),
        ("https://example.org/" + "-".join(["to", *["word"] * 10]), "a page on example.org"),
        ("https://www.example.org", "the home page of example.org"),
        ("https://EXAMPLE.org/", "the home page of example.org"),
        ("https://user:pass@example.org:8080/", "the home page of example.org"),
        ("/", "the home page"),
    ],
)
def test_pages(target: str, words: str) -> None:
    assert to(target) == words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://example.org/a.jpg", "the larger image"),
        ("https://example.org/a.JPEG?w=2000", "the larger image"),
        ("/uploads/a.webp", "the larger image"),
        ("a.svg", "the larger image"),
        ("/a.tif", "the larger image"),
        ("/price-list.pdf", "Price list (PDF)"),
        ("/price-list.DOCX", "Price list (DOCX)"),
        ("/12345678.pdf", "a PDF file"),
        ("/data.zip", "Data (ZIP)"),
        ("/a/song.mp3", "Song (MP3)"),
        ("/jpg", "JPG"),
        ("/pdf/", "PDF"),
    ],
)
def test_files(target: str, words: str) -> None:
    assert to(target) == words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://www.youtube.com/watch?v=x", "the video on YouTube"),
        ("https://youtube.com/", "the home page of youtube.com"),
        ("https://vimeo.com/123", "the video on Vimeo"),
        ("https://vimeo.com/channels/staff/123", "the video on Vimeo"),
        ("https://vimeo.com/shop", "Vimeo"),
        ("https://www.flickr.com/photos/shop/209006/in/album-7", "the image on Flickr"),
        ("https://www.flickr.com/photos/shop/albums/7215", "the album on Flickr"),
        ("https://www.flickr.com/photos/shop/", "the photos on Flickr"),
        ("https://www.flickr.com/people/shop/", "Flickr"),
        ("https://twitter.com/annexample/status/1044282084020441088", "the post on X"),
        ("https://mobile.twitter.com/annexample/status/104?s=20", "the post on X"),
        ("https://x.com/annexample", "X"),
        ("https://ja-jp.facebook.com/shop/posts/7215", "the post on Facebook"),
        ("https://br.linkedin.com/in/annexample", "LinkedIn"),
        ("https://twitch.tv/annexample", "Twitch"),
        ("https://discord.com/invite/Ab1cDe", "Discord"),
        ("https://discord.com/safety/our-policies", "Our policies"),  # a page like others
        ("https://de.example.com/shop", "Shop"),
        ("https://bsky.app/profile/ann.example.org/post/3kabc", "the post on Bluesky"),
        ("https://www.instagram.com/p/Cabc123/", "the post on Instagram"),
        ("https://www.instagram.com/annexample/reel/Cabc123/", "the reel on Instagram"),
        ("https://www.instagram.com/annexample/", "Instagram"),
        ("https://www.linkedin.com/posts/annexample_title-activity-7", "the post on LinkedIn"),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7", "the post on LinkedIn"),
        ("https://m.facebook.com/shop/posts/7215", "the post on Facebook"),
        ("https://www.facebook.com/shop/posts/", "Facebook"),  # all of them
        ("https://www.facebook.com/events/discovery/", "Facebook"),
        ("https://www.facebook.com/events/7215/", "the event on Facebook"),
        ("https://www.facebook.com/events/7215", "the event on Facebook"),
        ("https://www.tiktok.com/@annexample/video/7215", "the video on TikTok"),
        ("https://www.reddit.com/r/bread/comments/1abc/rye/", "the post on Reddit"),
        ("https://commons.wikimedia.org/wiki/Category:Boats", "Wikimedia Commons"),
        ("https://drive.google.com/drive/folders/1FAI", "the folder on Google Drive"),
        ("https://www.openstreetmap.org/#map=5", "a page on openstreetmap.org"),
        ("https://example.org/#/pricing", "a page on example.org"),
        ("https://example.org/#:~:text=our%20prices", "the home page of example.org"),
        ("https://example.org/#!contact", "a page on example.org"),
        ("https://www.openstreetmap.org/node/1", "the map"),
        ("https://commons.wikimedia.org/wiki/File:A.jpg", "the file on Wikimedia Commons"),
        ("https://www.instagram.com/shop", "Instagram"),
        ("https://x.com/shop", "X"),
        ("https://notyoutube.com/watch-this-now", "Watch this now"),
        ("https://www.youtube.com/@channel", "YouTube"),
        ("https://youtube.com/shorts/abc", "the video on YouTube"),
        ("https://twitter.com/shop", "X"),
        ("https://wa.me/49123456", "WhatsApp"),
        ("https://open.spotify.com/episode/abc", "Spotify"),
        ("https://apps.apple.com/us/app/red-panda/id123456789", "the App Store"),
        ("https://play.google.com/store/apps/details?id=org.example", "Google Play"),
        ("https://docs.google.com/forms/d/e/1FAI/viewform", "the form"),
        ("https://docs.google.com/document/d/1FAI/edit", "the document"),
        ("https://www.google.com/maps/place/Lakeside", "the map"),
        ("https://forms.gle/abc", "the form"),
        ("https://en.wikipedia.org/wiki/Red_panda", "Red panda"),
        ("https://github.com/owner/red-panda", "Red panda"),
    ],
)
def test_sites_whose_addresses_say_nothing(target: str, words: str) -> None:
    assert to(target) == words


@pytest.mark.parametrize("target", ["{{url}}", "https://example.org/{slug}", "{"])
def test_a_template_that_nobody_filled(target: str) -> None:
    assert to(target) == ""
    assert to(target, "Our shop") == "Our shop"


def test_no_link_leads_nowhere() -> None:
    assert to("") == to("  \n ") == ""
    assert to("", "Our shop") == "Our shop"
