"""People are called what file name and page call them, and never what they look like."""

import pytest

from picopt_vision import Context, Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.page.naming import may_be_person, named_person
from picopt_vision.embedded.page.roles import group_beside, people_in_words
from picopt_vision.embedded.sight.people import GROUP

ONE = Claim(phrase="a person", noun="person", tags=("person",), probability=1.0, source="people")
MANY = Claim(phrase=GROUP, noun="people", tags=("people",), probability=1.0, source="people", plural=True)
MORE = Claim(phrase="people", noun="people", tags=("people",), probability=1.0, source="people", plural=True)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "page", "people", "words"),
    [
        ("volunteer2.jpg", "Volunteers wanted", ONE, "a volunteer"),
        ("volunteers.jpg", "We thank each volunteer", MORE, "volunteers"),
        ("teacher.jpg", "Visas for teachers", MORE, "a teacher with other people"),
        ("our-team.jpg", "Meet the team", MORE, "a team"),
        ("staff.jpg", "Meet the staff", MORE, "staff"),
        ("speaking-2023.jpg", "All our speakers", ONE, "a person speaking"),
        ("running.jpg", "Who runs here", ONE, "a person running"),
        ("running.jpg", "Who walks here", ONE, ""),
        ("waste-carrier.jpg", "Register as a waste carrier", MORE, ""),  # a company, more often than not
        ("volunteer.jpg", "Prices", ONE, ""),  # the page knows of none
        ("portrait.jpg", "Volunteers wanted", ONE, ""),  # the file's name does not say so
        ("woman-doctor.jpg", "Our doctor", ONE, "a doctor"),  # what sex, nobody asks
        ("students-in-the-field.jpg", "Our students", MORE, "students"),
        ("nurse-smiling.jpg", "Our nurse", ONE, "a nurse"),
        ("nurse-photo.jpg", "Our nurse", ONE, "a nurse"),
        ("customer-service.jpg", "Our customers", ONE, ""),  # who serves is no customer
        ("farmers-market.jpg", "The farmers market", MORE, ""),
        ("baby-shower.jpg", "Baby shower", MORE, ""),
        ("student-teacher.jpg", "Student teachers", ONE, "a teacher"),
        ("standing-desk.jpg", "Standing desks", ONE, ""),
        ("running-shoes.jpg", "Shoes for running", ONE, ""),
        ("buying-guide.jpg", "The buying guide", ONE, ""),
    ],
)
def test_roles_and_deeds(file_name: str, page: str, people: Claim, words: str) -> None:
    context = Context(file_name=file_name, placements=(Placement(page_title=page),))
    assert people_in_words(people, context) == words


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "name"),
    [
        ("brett.jpg", Placement(page_title="Brett Example-Jones"), "Brett Example-Jones"),
        ("bergmann.jpg", Placement(figcaption="Mary B. Bergmann"), "Mary B. Bergmann"),
        ("maryexample.jpg", Placement(heading="Mary Example"), "Mary Example"),
        ("maria-p6mj1ah.jpg", Placement(text_before="“We could do it,” she said. - Maria Example"), "Maria Example"),
        (
            "sasha.jpg",
            Placement(heading="The Chair", text_before="Sasha Example (she/they) The Chair"),
            "Sasha Example",
        ),
        ("maria.jpg", Placement(text_after="A tribute to our dear friend Maria Example"), "Maria Example"),
        ("maria.jpg", Placement(text_after="A day at the sea, photographed by Maria Example"), ""),
        ("maria.jpg", Placement(text_after="Maria Example, who runs the shop"), "Maria Example"),
        ("SET_Koh_Piak_Bergmann.png", Placement(text_after="KOH Piak Bergmann Director, Finance"), "KOH Piak Bergmann"),
        # The next person, an office, and a headline stand in the same row.
        ("maria.jpg", Placement(text_after="Maria Example John Sample Team"), "Maria Example"),
        ("maria.png", Placement(text_after="Maria Example ABC Vivien"), "Maria Example"),
        ("maria.jpg", Placement(text_after="Maria Example Maria Example is the founder"), "Maria Example"),
        ("maria.jpg", Placement(text_after="Maria Example Frontend/backend developer"), "Maria Example"),
        ("ExampleMaria.jpg", Placement(text_after="Congratulations ABC Fellow Maria Example on it"), "Maria Example"),
        ("mary.jpg", Placement(text_after="Mary Example Sample J. is here"), "Mary Example"),
        ("mary-bergmann.jpg", Placement(text_after="From: Free Commons Mary Bergmann (1596)"), "Mary Bergmann"),
        ("mary.jpg", Placement(text_after="Ann J. Mary B. Example is here"), "Mary B. Example"),
        ("team.jpg", Placement(heading="Anne-Marie"), ""),  # one word, and no account of that name
        ("team.jpg", Placement(text_after="Erin She/Her runs the shop"), ""),
        ("JaneHead.png", Placement(text_after="Jane Q. Public Principal Investigator"), "Jane Q. Public"),
        ("public.jpg", Placement(text_after="Jane Q. Public Senior Director Of All"), "Jane Q. Public"),
        ("maria.jpg", Placement(text_after="Maria runs the shop of Ann Example"), ""),
        ("DSC_0001.jpg", Placement(heading="Mary Example"), ""),  # whose portrait it is, nobody says
        # Anybody's portrait is that of whose name stands by itself.
        ("avatar.jpg", Placement(heading="Mary Example"), "Mary Example"),
        ("profile-photo-2.jpg", Placement(text_before="Mary Example About me", heading="About me"), "Mary Example"),
        ("me.jpg", Placement(page_title="Mary Example • Home", text_before="Write to me."), "Mary Example"),
        ("me.jpg", Placement(page_title="Example Dental • Home", text_before="Write to us."), ""),  # no person says I
        ("photo.jpg", Placement(text_after="Mary Example Senior Vice President of sales"), ""),  # where it ends?
        ("photo.jpg", Placement(heading="Our Team"), ""),
        ("headshot.jpg", Placement(text_after="Chief Financial Officer"), ""),  # an office
        ("bakery-photo.jpg", Placement(heading="Mary Example"), ""),
        ("teacher-2.jpg", Placement(page_title="Mary Example", text_after="About me"), "Mary Example"),
        # In a row, the name above may be that of the one before.
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Ann Sample About the event"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Mary Example will be here"), "Mary Example"),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Chief Financial Officer"), "Mary Example"),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Ann Sample Director"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="ANN SAMPLE"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Åsa Öberg About the event"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Dr. Ann Sample"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Ann de la Cruz"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="Ann – Director"), ""),
        ("speaker-3.jpg", Placement(text_before="We met Mary Example", text_after="Ann Sample Director"), ""),
        ("speaker-3.jpg", Placement(heading="Mary Example", text_after="She is here"), "Mary Example"),
        # By title and last name.
        ("ann_wagner.jpg", Placement(page_title="Dr. Wagner to Join Lakeside"), "Dr. Wagner"),
        ("wagner.jpg", Placement(heading="An evening with Prof. Wagner"), "Prof. Wagner"),
        ("ann_wagner.jpg", Placement(page_title="Dr. Wagner's Clinic"), ""),
        ("wagner-hall.jpg", Placement(page_title="Dr. Wagner to Join Lakeside"), ""),
        ("ann_wagner.jpg", Placement(page_title="Dr. Wagner Hall opens"), ""),
        ("ann_wagner.jpg", Placement(page_title="Dr. Anna Miller to Join Lakeside"), ""),
        ("mayor-election.jpg", Placement(heading="Mayor Election"), ""),  # no name stands behind it
        ("justice-reform.jpg", Placement(heading="Racial Justice Reform now"), ""),
        ("coach-luggage.jpg", Placement(heading="Coach Luggage on sale"), ""),
        # Who took the photograph.
        ("mary-example-485982-unsplash.jpg", Placement(figcaption="Mary Example"), ""),
        ("mary-bell-485982-unsplash.jpg", Placement(figcaption="Mary Bell"), ""),
        ("john.jpg", Placement(heading="Mary Example"), ""),
        ("spring.jpg", Placement(heading="Spring Sale"), ""),
        ("mary.jpg", Placement(heading="Mary Example leaves"), ""),  # a headline
        ("lakeside.jpg", Placement(heading="Lakeside Marriott", text_before="We met at the Lakeside Marriott."), ""),
        ("director.jpg", Placement(heading="Art Director"), ""),
    ],
)
def test_the_file_has_a_part_of_a_name_that_stands_by_itself(file_name: str, place: Placement, name: str) -> None:
    person = named_person(Context(file_name=file_name, placements=(place,)))
    assert (person.phrase if person else "") == name


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("place", "people", "words"),
    [
        (Placement(heading="Our students at work"), MANY, "a group of students"),
        (Placement(heading="Our students at work"), MORE, "students"),
        (Placement(heading="Student Council"), MANY, "a group of students"),
        (Placement(figcaption="The youth team of 2024"), MANY, "a team"),
        (Placement(text_after="What teachers earn. Our students like it."), MANY, "a teacher with other people"),
        (Placement(page_title="Students"), MANY, ""),  # a title may be about anything
        (Placement(heading="For teachers and students"), MANY, ""),  # which of them?
        (Placement(text_after="The day was made to celebrate our teachers."), MANY, ""),  # meant, and not seen
        (Placement(heading="Welcome, visitors"), MANY, ""),  # whom it speaks to
        (Placement(text_after="Among our guests was the Lakeside Artists Ball."), MANY, ""),  # a name
        (Placement(text_after="It went to the park, Lakeside Artists Ball and all."), MANY, ""),
        (Placement(text_after="Our Students At Work."), MANY, "a group of students"),  # a headline
        (Placement(text_after="Once a month we send out hundreds of volunteers."), MANY, ""),  # about something else
        (Placement(text_after="Volunteers of the harbor at lunch."), MANY, "a group of volunteers"),
        (Placement(text_before="We met with the whole of our team."), MANY, "a team"),
        (Placement(heading="Our students at work"), ONE, ""),  # who that is, nobody says
        (Placement(heading="Prices"), MANY, ""),
    ],
)
def test_several_people_are_what_stands_right_beside_them(place: Placement, people: Claim, words: str) -> None:
    assert group_beside(people, place) == words


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("place", "channel"),
    [
        (Placement(figcaption="Maria Example", heading="Maria Example"), "caption"),
        (Placement(heading="Maria Example"), "heading"),
        (Placement(page_title="Maria Example"), "page title"),
        (Placement(text_after="Maria Example, who runs the shop"), "text beside"),
    ],
)
def test_a_name_comes_with_where_the_page_says_it(place: Placement, channel: str) -> None:
    person = named_person(Context(file_name="maria.jpg", placements=(place,)))
    assert person
    assert person.said_by == {channel}


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "page", "words"),
    [
        ("skiing.jpg", "A skirt for every day", ""),
        ("skiing.jpg", "He skis every day", "a person skiing"),
        ("sitting.jpg", "Our site", ""),
        ("running.jpg", "A run through town", "a person running"),
        ("dancing.jpg", "She dances", "a person dancing"),
        ("speaking-2023.jpg", "Our talks and tutorials", "a person speaking"),
        ("speaking-2023.jpg", "Our tutorials", ""),
        ("dancing.jpg", "Our talks and tutorials", ""),
    ],
)
def test_what_somebody_does_is_on_the_page_in_some_form(file_name: str, page: str, words: str) -> None:
    assert people_in_words(ONE, Context(file_name=file_name, placements=(Placement(text_before=page),))) == words


@pytest.mark.parametrize(
    ("phrase", "is_person"),
    [
        ("Ian Fleming", True),
        ("Sterling Brown", True),
        ("Ann McLean", True),
        ("Configuring Motors", False),
        ("Our SparkMAXs", False),
        ("Poster Session", False),
    ],
)
def test_whose_name_a_phrase_may_be(phrase: str, is_person: bool) -> None:  # noqa: FBT001 - a row of a table
    assert may_be_person(phrase, "") is is_person
