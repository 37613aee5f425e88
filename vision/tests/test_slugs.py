"""Last parts of addresses: which of them read as the name of a page, and how that is written."""

import pytest

from picopt_vision import Placement
from picopt_vision.links import destination


def to(target: str, page: str = "") -> str:
    return destination(Placement(link_target=target, text_before=page))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/events/", "Events"),
        ("/getting-to-csc", "Getting to CSC"),  # without a vowel, letters are initials
        ("/st-mary/", "St mary"),
        ("/iphone-cases", "Iphone cases"),
        ("/python3", "Python3"),
        ("/question8.html", ""),  # the site's own number
        ("/ways-to-make-a-town-less-loud", "Ways to make a town less loud"),
        # Keywords in a row, signs lost, a name and a number glued: these read as no name.
        ("/lxqcgi-lakeside-garden-inn-town-hall", ""),
        ("/mapping-forests-r-now-rivers", ""),
        ("/acme2014", ""),
        ("https://example.org/acme2014", "a page on example.org"),
        # What a template calls a page, and a program that shows any of many.
        ("blog-post.html", ""),
        ("/single_post.html", ""),
        ("boat-list.php?type=5", ""),
        ("boat-list.php?utm_source=x", "Boat list"),
        ("boat-list.php", "Boat list"),
        ("https://example.org/index.cfm?page=boats", "a page on example.org"),
        ("https://example.org/show/BIBENQ", "a page on example.org"),  # a command of its program
        # Initials in a file's name may be anybody's.
        ("/QX_Report_Guests.pdf", "a PDF file"),
        ("/report-for-qx.pdf", "Report for QX (PDF)"),
    ],
)
def test_a_name_of_a_page_reads_as_words(target: str, words: str) -> None:
    assert to(target) == words


@pytest.mark.parametrize(
    ("target", "page", "words"),
    [
        ("/acmecamp2014", "The AcmeCamp 2014 is on!", "AcmeCamp 2014"),
        ("/lakeBoats.html", "Lake Boats and more", "Lake Boats"),
        ("/lakeBoats.html", "lakeBoats, with Lake Boats", "lakeBoats"),
        ("/hpc-for-schools", "What HPC can do", "HPC for schools"),
        ("/qx-report.pdf", "The QX met.", "QX report (PDF)"),
        ("/lakeside-map.pdf", "A map of Lakeside center", "Lakeside map (PDF)"),
        ("/lakeside-map.pdf", "All of lakeside is on the map of Lakeside.", "Lakeside map (PDF)"),
        ("/our-lakeside", "Here, lakeside is a word, and Lakeside a town.", "Our lakeside"),
        ("/iphone-cases", "Our cases for the iPhone", "iPhone cases"),
        ("/opening-hours", "OPENING HOURS", "Opening hours"),  # nobody is shouted at
        (
            "/lxqcgi-lakeside-garden-inn-town-hall",
            "LXQCGI Lakeside Garden Inn, Town Hall",
            "LXQCGI Lakeside Garden Inn, Town Hall",
        ),
        ("/lxqcgi-lakeside-garden-inn-town-hall", "Lakeside Garden Inn/Town Hall", "Lakeside Garden Inn/Town Hall"),
        ("/mapping-forests-r-now-rivers", "Mapping forests (R): Now rivers", "Mapping forests (R): Now rivers"),
    ],
)
def test_the_page_says_how_it_is_written(target: str, page: str, words: str) -> None:
    assert to(target, page) == words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://acme-downloads.s3.example.org/stable/5.1", ""),
        ("https://cdn2.example.org/8klgK7QxB", ""),
        ("https://d111abc.cloudfront.net/8klgK7QxB", ""),
        ("https://static-boats.example/8klgK7QxB", "a page on static-boats.example"),
        ("https://media.example.org/", "the home page of media.example.org"),
        ("https://acme-downloads.s3.example.org/acme-unified-5.1.6-0-10_14.dmg", "the download"),
        ("/acme-2.1.tar.gz", "the download"),
    ],
)
def test_where_files_are_kept_is_no_name(target: str, words: str) -> None:
    assert to(target) == words
