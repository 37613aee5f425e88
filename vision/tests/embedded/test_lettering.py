"""Writing in an image, held against the page."""

from dataclasses import replace

import pytest

from picopt_vision import Context, Placement
from picopt_vision.embedded.writing import lettering
from picopt_vision.embedded.writing.lettering import hold_against, says
from picopt_vision.embedded.writing.written import Reading


def _on(page: str, *texts: str, headline: str = "", lines: int = 0, score: float = 0.99):
    reading = Reading(texts=texts, lines=lines or len(texts), headline=headline, score=score)
    return hold_against(reading, Context(placements=(Placement(text_before=page),)))


def test_a_logo_is_read_whole_and_spelled_as_on_the_page() -> None:
    page = "Run by the Bureau of Safety and Bread Enforcement (BSBE)."
    assert (
        _on(page, "BSBE", "BUREAU OF SAFETY AND", "BREAD ENFORCEMENT").name == "Bureau of Safety and Bread Enforcement"
    )


def test_a_name_does_not_go_on_from_one_text_of_the_page_to_the_next() -> None:
    place = Placement(page_title="Go Teaching", text_before="Got a degree? Go into teaching.")
    reading = Reading(texts=("Teaching", "Got"), lines=2)
    assert hold_against(reading, Context(placements=(place,))).name == ""
    assert _on("Teaching is for you. Apply.", "Teaching", "starts now").name == "", "a piece of what is written"


def test_the_page_knows_the_apostrophe_that_a_logo_leaves_out() -> None:
    assert _on("Maria’s Cafe is open. Welcome to Maria’s Cafe!", "MARIAS", "CAFE").name == "Maria’s Cafe"


def test_what_ends_within_a_sentence_is_not_quoted() -> None:
    assert _on("A page.", headline="Centre for").headline == ""
    assert _on("Une page.", headline="À partir de").headline == ""
    assert _on("A page.", headline="Centre for Bread").headline == "Centre for Bread"


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("Nothing of the kind.", ("Acme Bakery",)),
        ("What the town approves is good.", ("Lakeside", "APPROVES")),  # a word as any other
        ("We all like bread.", ("BREAD",)),  # too short to be told from any other word
        ("Our bakery is open.", ("Bakery", "Freshly baked rolls", "Monday to Saturday")),  # a small part of it
        ("One two three four five six seven", ("One two three four five six seven",)),  # a sentence, not a name
    ],
)
def test_what_the_page_does_not_confirm_as_a_whole_is_no_name(page: str, texts: tuple[str, ...]) -> None:
    assert _on(page, *texts).name == ""


def test_a_page_of_text_has_no_name() -> None:
    assert _on("Acme Bakery", "Acme Bakery", lines=9).name == ""


def test_a_mark_that_was_read_as_a_letter_is_mended_by_the_page() -> None:
    lettering = _on("Come to WanderJest soon", headline="WanderJestx HUNT 2020")
    assert lettering.headline == "WanderJest HUNT 2020"
    assert _on("Come to Wander", headline="Wanderlust").headline == "Wanderlust"  # another word
    assert _on("Come to Green Lake soon", headline="THE GREENLAKE 2020").headline == "THE Green Lake 2020"
    assert _on("Come to Green Lake soon", headline="The Greenlake 2020").headline == "The Greenlake 2020"
    assert _on("GREENLAKE is a Green Lake", headline="THE GREENLAKE 2020").headline == "THE GREENLAKE 2020"


def test_a_page_of_one_long_word_is_looked_at_in_no_time() -> None:
    """A pattern that begins anew at each of its letters takes minutes."""
    assert _on("A" * 100_000, headline="THE GREENLAKE 2020").headline == "THE GREENLAKE 2020"


@pytest.mark.parametrize(
    ("page", "file_name", "read", "mended"),
    [
        ("The NASA IEEE day", "", "NASA lEEE day at noon", "NASA IEEE day at noon"),
        ("The NASA IEEE day", "", "NASA 1EEE day at noon", "NASA IEEE day at noon"),
        ("", "acme-ci.png", "Acme Cl builds at noon", "Acme CI builds at noon"),
        ("Our AI at noon", "", "Cell A1 at noon", "Cell A1 at noon"),  # a code
        ("Al and our AI", "", "Al at noon today", "Al at noon today"),  # somebody's name
        ("The IO hour", "", "At 10 of the day", "At 10 of the day"),
        ("", "", "Acme Cl builds at noon", "Acme Cl builds at noon"),  # who knows
    ],
)
def test_letters_that_look_alike_are_told_by_page_and_file(page: str, file_name: str, read: str, mended: str) -> None:
    context = Context(file_name=file_name, placements=(Placement(text_after=page),))
    assert hold_against(Reading(headline=read, score=0.99), context).headline == mended


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("our devices", "New device"),
        ("the lecturer", "The lecture"),
        ("the translation", "Translating together"),
        ("describing it", "Described once"),
    ],
)
def test_another_form_of_a_word_is_read_right_and_not_mended(page: str, read: str) -> None:
    assert _on(page, headline=read).headline == read


def test_what_is_read_less_surely_is_quoted_only_where_the_page_has_it() -> None:
    assert _on("Nothing of it.", headline="Then exerase format", score=0.95).headline == ""
    assert _on("Nothing of it.", headline="Truly opén drink").headline == "", "accents are often specks"
    assert _on("First exercise, then format.", headline="Then exercise format", score=0.95).headline


@pytest.mark.parametrize(
    ("file_name", "link", "edges", "name"),
    [
        ("miller-fund.png", "", ("MILLER FUND",), "Miller Fund"),
        ("logo.png", "https://www.millerfund.org/", ("Miller", "Fund"), "Miller Fund"),
        ("smith-fund.png", "", ("MILLER FUND",), ""),
        ("mf.png", "https://[bad/", ("FM",), ""),
        ("acm-logo.png", "", ("ACM",), "ACM"),
        ("logo.png", "https://downloads.acm.example/file.zip", ("ACM",), "ACM"),
        ("logo1.jpg", "https://lakesidesoftware.example/", ("Lakeside",), "Lakeside"),
        ("logo1.jpg", "https://acmesoftware.example/", ("Acme",), ""),
        ("logo1.jpg", "https://www.turing.example/", ("The", "Alan Turing", "Institute"), "The Alan Turing Institute"),
        ("turing.jpg", "", ("G1", "Turing", "G2"), "Turing"),
    ],
)
def test_a_logo_is_named_where_its_file_or_the_site_behind_it_is_called_so(
    file_name: str, link: str, edges: tuple[str, ...], name: str
) -> None:
    """Logos are cut so close that every line may be cut by the border: another witness is wanted."""
    context = Context(file_name=file_name, placements=(Placement(link_target=link),))
    assert hold_against(Reading(edges=edges, lines=len(edges)), context).name == name


def test_the_name_of_an_axis_is_believed_where_the_page_has_its_words() -> None:
    reading = Reading(axis="Weight in grams")
    placed = Context(placements=(Placement(text_after="The weight is in grams."),))
    assert hold_against(reading, placed).title == "Weight in grams"
    assert hold_against(reading, Context()).title == ""
    assert hold_against(replace(reading, title="Penguins"), Context()).title == "Penguins"
    telling = Reading(axis="Increase of hourly wages in %")
    assert hold_against(telling, Context()).title == telling.axis, "it says enough by itself"
    assert hold_against(telling, placed).title == "", "and nothing of what the page tells"


@pytest.mark.parametrize(
    ("text", "context", "is_vouched_for"),
    [
        ("Session start date", Context(), True),  # there is no page
        ("Session start date", Context(placements=(Placement(heading="Our sessions"),)), True),
        ("Session start date", Context(placements=(Placement(heading="Our shop"),)), False),
        ("Session start date", Context(file_name="session.png", placements=(Placement(heading="Our shop"),)), True),
        ("in the of", Context(placements=(Placement(heading="Our shop"),)), True),  # nothing to be vouched for
        ("会議の開始日", Context(placements=(Placement(heading="会議の開始日"),)), True),
        ("Beginn der Sitzung", Context(placements=(Placement(heading="Die Sitzung"),)), True),
    ],
)
def test_a_part_of_much_writing_wants_a_word_that_somebody_else_has(
    text: str,
    context: Context,
    is_vouched_for: bool,  # noqa: FBT001 - a row of a table
) -> None:
    assert lettering.is_vouched_for(text, context) is is_vouched_for


def test_a_logo_is_spelled_as_its_page_does_where_the_eye_reads_two_words_as_one() -> None:
    place = Placement(page_title="ACM Hack for Change 2015", link_target="https://acmhackforchange.example/")
    reading = Reading(edges=("ACM", "HACKFOR", "CHANGE"), lines=3)
    assert hold_against(reading, Context(placements=(place,))).name == "ACM Hack for Change"


def test_labels_are_lines_that_use_the_page_s_words_only() -> None:
    lettering = _on(
        "Total sales before the redesign of 2021",
        "Total sales",
        "Redesign 2021",
        "Redesign 2022",
        "$",
        "Totl",
        "the redesign of",
    )
    assert lettering.labels == ("Total sales", "Redesign 2021"), "and none that is broken off"


@pytest.mark.acceptance("E4")
def test_odd_writing_is_no_pattern() -> None:
    """What is read is text, also where it looks like a regular expression."""
    assert _on("(a+)+$ (a+)+$", "(a+)+$", "[[[", headline="((((((((").name == ""


def test_a_legend_in_many_lines_is_no_text_of_the_page() -> None:
    legend = Reading(headline="RESET ZOOM Other Ungulate Fox Other Mammal", lines=9, quoted=5, score=0.99)
    for page, headline in (
        ("Where the virus was found.", ""),
        ("We sampled every mammal and ungulate.", legend.headline),
    ):
        read = hold_against(legend, Context(placements=(Placement(text_before=page),)))
        assert read.headline == headline
    few = replace(legend, quoted=3)
    assert hold_against(few, Context(placements=(Placement(text_before="Of something else."),))).headline


def test_a_file_s_name_that_is_less_than_half_of_the_writing_is_no_name() -> None:
    texts = ("LAKESIDE TOWN", "APPROVES")
    context = Context(file_name="approves.png")
    assert hold_against(Reading(texts=texts, edges=texts, lines=2), context).name == ""


@pytest.mark.parametrize(("read", "quoted"), [("ChapterR-Ladies Town", ""), ("WanderJest Town", "WanderJest Town")])
def test_words_that_were_read_as_one_are_not_quoted(read: str, quoted: str) -> None:
    assert _on("Come to WanderJest soon", headline=read).headline == quoted


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "link", "name"),
    [
        ("smithbank-logo.png", "", ""),  # the page has a Smithbank, too
        ("other-logo.png", "https://other.example/", ""),
        ("other-logo.png", "", "part of Miller Fund"),  # nobody knows what the file's name means
        ("mf-miller.png", "", "part of Miller Fund"),
        ("pmf-smithbank.png", "", ""),
    ],
)
def test_an_owner_s_name_is_not_that_of_a_logo(file_name: str, link: str, name: str) -> None:
    place = Placement(text_before="Thanks to Smithbank, part of Miller Fund.", link_target=link)
    texts = ("part of Miller Fund",)
    lettering = hold_against(
        Reading(texts=texts, edges=texts, lines=1), Context(file_name=file_name, placements=(place,))
    )
    assert (lettering.name, lettering.is_beside_name) == (name, not name)


def test_what_is_written_in_the_image_bears_a_phrase_out() -> None:
    reading = Reading(edges=("NTP Settings",), texts=("Time zone",))
    assert says(reading, "NTP")
    assert says(reading, "NTP server")
    assert not says(reading, "emon time server box")
    assert not says(reading, "a")


@pytest.mark.parametrize(
    ("file_name", "edges", "surest", "name"),
    [
        ("lab-logo.png", ("ACME LAB",), 0.99, "ACME LAB"),
        ("ci-logo.png", ("Acme Cl",), 0.99, "Acme CI"),
        ("lab-logo.png", ("GREENLAKE",), 0.99, "Green Lake"),  # round logos are read without spaces
        ("lab-logo.png", ("ACME LAB",), 0.9, ""),  # hardly read
        ("lab.png", ("ACME LAB",), 0.99, ""),  # no logo, as far as anybody says
        ("lab-logo.png", ("ACME", "LAB"), 0.99, ""),  # two lines may be a name and a motto
        ("lab-logo.png", ("one of the seven words that follow",), 0.99, ""),
    ],
)
def test_the_only_line_of_a_logo_is_its_name(file_name: str, edges: tuple[str, ...], surest: float, name: str) -> None:
    reading = Reading(edges=edges, lines=len(edges), surest=surest)
    beside = Placement(text_after="Come to the Green Lake soon.") if edges == ("GREENLAKE",) else Placement()
    assert hold_against(reading, Context(file_name=file_name, placements=(beside,))).name == name


def test_lines_that_the_border_cuts_are_a_name_where_the_page_has_it() -> None:
    reading = Reading(edges=("BLACK", "HISTORY", "MONTH"), texts=("MONTH",), lines=3)
    place = Placement(page_title="We celebrate Black History Month in May")
    assert hold_against(reading, Context(file_name="0036.png", placements=(place,))).name == "Black History Month"


def test_the_end_of_a_sentence_whose_beginning_was_not_read_is_not_quoted() -> None:
    assert _on("A page.", headline="we like so far?").headline == ""
    assert _on("A page.", headline="What we like so far?").headline == "What we like so far?"
    assert _on("A page.", headline="all of it, and more").headline == "all of it, and more"


def test_another_word_of_the_page_mends_nothing() -> None:
    assert _on("It is a retransmission.", headline="The first transmission").headline == "The first transmission"


def test_names_of_pins_are_no_text() -> None:
    apart = Reading(apart=("GP2 GP3 GND GP4", "Power"), lines=2)
    assert hold_against(apart, Context()).apart == ()
    assert hold_against(replace(apart, apart=("Use pin GP4", "Power")), Context()).apart == ("Use pin GP4", "Power")


@pytest.mark.parametrize(
    ("written", "phrase", "is_said"),
    [
        ("Some other text", "The Ring", False),
        ("Partner chart", "Art Show", False),
        ("OPENHARBOR", "Open Harbor", True),
        ("The ring", "The Ring", True),
        ("The", "The Of", False),
    ],
)
def test_a_phrase_is_written_where_its_words_are_and_not_in_the_middle_of_others(
    written: str, phrase: str, *, is_said: bool
) -> None:
    assert says(Reading(edges=(written,)), phrase) is is_said


def test_labels_are_told_once_and_from_their_beginning() -> None:
    page = "The cost of producing power is not feasible. R-Ladies+ met here; Ladies, too."
    texts = ("of Producing Power", "Not feasible", "Not Feasible")
    assert _on(page, *texts).labels == ("Not feasible",)
    assert _on(page, headline="RLadies+ met here", lines=2).headline == "RLadies+ met here"


@pytest.mark.parametrize(
    ("file_name", "headline"),
    [
        ("the_lake_runs_dry.gif", "THE LAKE RUNS DRY CLUB"),
        ("intro.gif", ""),  # nobody else has these words
        ("the_lake.gif", ""),  # one of two words
    ],
)
def test_a_file_that_is_called_after_its_text_bears_out_how_it_was_read(file_name: str, headline: str) -> None:
    context = Context(file_name=file_name, placements=(Placement(text_after="Join our club."),))
    read = Reading(headline="THE LAKE RUNS.DRY CLUB", lines=3, score=0.95)
    assert hold_against(read, context).headline == headline


def test_a_phrase_of_the_page_with_a_word_between_is_no_name() -> None:
    assert _on("It is the probability of moving up.", "probability of", "moving UP", lines=3).name == ""
    assert _on("Come to the Museum of Tides.", "MUSEUM OF", "TIDES", lines=3).name == "Museum of Tides"
    assert _on("We build on tide scala.", "tide", "scala", lines=3).name == "tide scala"
