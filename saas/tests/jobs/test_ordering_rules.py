"""Quotes, orders, reviews and repeated requests, at the functions themselves."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_contract.jobs import JobRequest, RegenerateRequest, ReviewedText
from picopt_contract.quotes import QuoteRequest
from picopt_contract.values import ChargeLine, Pipeline
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.charges import deliver
from picopt_saas.jobs.delivery.pricing import analysis_credits, price_pictures
from picopt_saas.jobs.delivery.receipts import refund_charges
from picopt_saas.jobs.idempotency import Answer, once
from picopt_saas.jobs.models import Charge, IdempotencyRecord, Item, Job, PaidWork, Quote
from picopt_saas.jobs.ordering import place_order as ordering
from picopt_saas.jobs.ordering.estimates import looks_of
from picopt_saas.jobs.ordering.place_order import place_order
from picopt_saas.jobs.ordering.quoting import find_quote, make_quote, present_quote
from picopt_saas.jobs.running.review import accept_text, ask_for_another_text
from picopt_saas.refusal import Refusal
from picopt_saas.storage.models import Original

pytestmark = pytest.mark.usefixtures("books")


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value


@pytest.fixture
def wanted(site, picture):
    """The picture is uploaded; a request for it."""
    site.upload(picture)

    def _wanted(count=1, *, pipeline="export", **settings):
        items = [site.item(picture, reference=f"1:{number}") for number in range(count)]
        return QuoteRequest.model_validate({"pipeline": pipeline, "items": items, "settings": settings})

    return _wanted


def ordered(quote, request, **changes):
    return JobRequest.model_validate({**request.model_dump(mode="json"), "quote_id": quote.pk, **changes})


@pytest.mark.parametrize(
    ("pipeline", "prices"),
    [("export", {"export": 1}), ("analyze", {"analysis": 1}), ("analyze_export", {"analysis": 1, "export": 1})],
)
def test_a_quote_prices_each_line_of_each_picture(site, wanted, pipeline, prices):
    request = wanted(2, pipeline=pipeline)
    shown = present_quote(make_quote(site.account, site.key, request), request)
    assert shown.credits == 2 * len(prices)
    assert (shown.available, shown.available_after) == (50, 50 - 2 * len(prices))
    for item in shown.items:
        assert (item.analysis_credits, item.export_credits) == (prices.get("analysis"), prices.get("export"))
        assert (item.paid_before, item.uploaded) == (False, True)
        assert (item.estimated_bytes is not None) is ("export" in prices)
    assert timedelta(minutes=14) < shown.expires_at - timezone.now() <= timedelta(minutes=15)
    assert site.balance().held == 0


def test_a_quote_is_the_same_at_every_look(site, wanted):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    first = present_quote(quote, request)
    ledger.grant(site.account, 10, reference="more", expires_at=None)
    assert present_quote(find_quote(site.account, quote.pk), request) == first


def test_a_picture_that_is_not_here_can_be_quoted_all_the_same(site, picture):
    request = QuoteRequest.model_validate({"pipeline": "export", "items": [site.item(picture)]})
    assert present_quote(make_quote(site.account, site.key, request), request).items[0].uploaded is False


def test_what_was_paid_for_is_quoted_free_unless_it_is_to_be_made_anew(site, wanted):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    deliver(Charge.objects.filter(item__job=place_order(site.account, site.key, ordered(quote, request))))
    again = present_quote(make_quote(site.account, site.key, request), request)
    assert (again.credits, again.items[0].paid_before, again.items[0].export_credits) == (0, True, 0)
    anew = wanted(reprocess=True)
    assert present_quote(make_quote(site.account, site.key, anew), anew).credits == 1
    PaidWork.objects.update(expires_at=timezone.now())
    assert present_quote(make_quote(site.account, site.key, request), request).credits == 1


def test_nobody_has_what_another_account_paid_for(site, wanted, make_site):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    deliver(Charge.objects.filter(item__job=place_order(site.account, site.key, ordered(quote, request))))
    other = make_site("Bob", url="https://example.org")
    assert make_quote(other.account, other.key, request).prices == [{"export": 1}]


@pytest.mark.parametrize(("bill", "credits_"), [(True, 1), (False, 0)])
def test_a_draft_costs_what_the_operator_says(site, wanted, settings, bill, credits_):
    settings.PICOPT = settings.PICOPT.model_copy(update={"bill_embedded": bill})
    assert analysis_credits() == credits_
    ((price,),) = price_pictures(site.account, Pipeline.ANALYZE, wanted().settings, wanted().items)
    assert (price.line, price.credits, price.paid_before) == (ChargeLine.ANALYSIS, credits_, False)


def test_a_language_that_the_model_does_not_write_is_refused_before_it_costs(site, wanted):
    request = wanted(pipeline="analyze", analysis={"language": "de"})
    error = refusal(lambda: make_quote(site.account, site.key, request))
    assert (error.code, error.extra) == ("validation", {"field": "settings.analysis.language"})
    assert make_quote(site.account, site.key, wanted(pipeline="export", analysis={"language": "de"}))
    assert make_quote(site.account, site.key, wanted(pipeline="analyze", analysis={"language": "EN-gb"}))


def test_an_account_has_an_end_of_quotes(site, wanted):
    Quote.objects.bulk_create(
        Quote(account=site.account, api_key=site.key, order_hash="", prices=[], expires_at=timezone.now())
        for _ in range(5_000)
    )
    assert refusal(lambda: make_quote(site.account, site.key, wanted())).code == "rate_limited"


def test_a_quote_of_somebody_else_is_nobodys(site, wanted, make_site):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    other = make_site("Bob", url="https://example.org")
    assert refusal(lambda: find_quote(other.account, quote.pk)).code == "quote_expired"
    assert refusal(lambda: place_order(other.account, other.key, ordered(quote, request))).code == "not_found"


def test_an_order_is_what_was_quoted_and_held(site, wanted):
    request = wanted(2, pipeline="analyze_export")
    quote = make_quote(site.account, site.key, request)
    job = place_order(site.account, site.key, ordered(quote, request, accept_drafts=True))
    assert (job.pipeline, job.review, job.accept_drafts, job.api_key) == ("analyze_export", False, True, site.key)
    assert [(one.position, one.reference, one.price) for one in job.items.order_by("position")] == [
        (0, "1:0", {"analysis": 1, "export": 1}),
        (1, "1:1", {"analysis": 1, "export": 1}),
    ]
    assert site.balance().held == 4


@pytest.mark.parametrize(("batch", "automatic"), [("", False), ("7-1700000000", True)])
def test_a_batch_is_the_sites_own(site, wanted, batch, automatic):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    job = place_order(site.account, site.key, ordered(quote, request, batch=batch, automatic=automatic))
    assert job.batch == (f"{site.key.site_id}:{batch}" if batch else "")
    assert job.automatic is automatic


def test_with_review_the_files_are_held_only_after_it(site, wanted):
    request = wanted(pipeline="analyze_export")
    place_order(site.account, site.key, ordered(make_quote(site.account, site.key, request), request, review=True))
    assert site.balance().held == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quote_id": "quo_nobody"}, "not_found"),
        ({"pipeline": "analyze"}, "state_conflict"),
        ({"settings": {"export": {"preset": "high"}}}, "state_conflict"),
        ({"items": "twice"}, "state_conflict"),
    ],
)
def test_an_order_of_anything_else_is_refused(site, wanted, change, code):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    if change.get("items"):
        change = {"items": wanted(2).model_dump(mode="json")["items"]}
    assert refusal(lambda: place_order(site.account, site.key, ordered(quote, request, **change))).code == code
    assert not Job.objects.exists()
    assert site.balance().held == 0


def test_a_quote_is_ordered_once_and_in_time(site, wanted):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    place_order(site.account, site.key, ordered(quote, request))
    assert refusal(lambda: place_order(site.account, site.key, ordered(quote, request))).code == "state_conflict"
    late = make_quote(site.account, site.key, request)
    Quote.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    assert refusal(lambda: place_order(site.account, site.key, ordered(late, request))).code == "quote_expired"
    assert Job.objects.count() == 1


def test_a_quote_that_ends_at_this_very_moment_has_ended(site, wanted, monkeypatch):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    moment = quote.expires_at
    monkeypatch.setattr(ordering, "timezone", SimpleNamespace(now=lambda: moment))
    assert refusal(lambda: place_order(site.account, site.key, ordered(quote, request))).code == "quote_expired"
    moment -= timedelta(microseconds=1)
    assert place_order(site.account, site.key, ordered(quote, request)).quote == quote


def test_an_order_needs_its_originals_and_keeps_them(site, wanted):
    request = wanted()
    quote = make_quote(site.account, site.key, request)
    place_order(site.account, site.key, ordered(quote, request))
    assert Original.objects.get().keep_until > timezone.now() + timedelta(days=29)
    Original.objects.all().delete()
    again = make_quote(site.account, site.key, request)
    error = refusal(lambda: place_order(site.account, site.key, ordered(again, request)))
    assert error.code == "image_not_uploaded"
    assert request.items[0].sha256 in error.detail


def test_an_order_that_cannot_be_paid_is_refused_by_the_ledger(make_site, picture):
    poor = make_site("Eve", credits=1, url="https://example.net")
    poor.upload(picture)
    request = QuoteRequest.model_validate({"pipeline": "analyze_export", "items": [poor.item(picture)]})
    quote = make_quote(poor.account, poor.key, request)
    assert present_quote(quote, request).available_after == -1
    answer = poor.ask("POST", "/v1/jobs", ordered(quote, request).model_dump(mode="json"))
    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient_credits")
    assert (answer.json()["needed"], answer.json()["available"]) == (2, 1)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("look", "known"),
    [
        (None, False),
        ({}, False),
        ({"pixels": 1}, False),
        ({"pixels": 9, "medium_bytes": 9, "medium_exponent": 0.9, "auto_bytes": 9, "auto_exponent": 0.9}, True),
    ],
)
def test_a_look_that_cannot_be_read_is_none(site, picture, look, known):
    sha256 = site.upload(picture)
    Original.objects.update(look=look)
    found = looks_of(site.account, [sha256, "0" * 64])
    assert list(found) == [sha256]
    assert (found[sha256] is not None) is known


@pytest.mark.django_db(transaction=True)
def test_a_request_with_a_key_has_its_effect_once(site):
    effects = []

    def effect():
        effects.append(1)
        return Answer(202, f"answer {len(effects)}")

    assert once(site.account, "key-1", "h", effect) == Answer(202, "answer 1")
    assert once(site.account, "key-1", "h", effect) == Answer(202, "answer 1")
    assert once(site.account, "key-2", "h", effect) == Answer(202, "answer 2")
    assert refusal(lambda: once(site.account, "key-1", "other", effect)).code == "idempotency_mismatch"
    assert len(effects) == 2


def test_keys_of_two_accounts_are_two_keys(site, make_site):
    other = make_site("Bob", url="https://example.org")
    assert once(site.account, "key-1", "h", lambda: Answer(200, "Ann's")).body == "Ann's"
    assert once(other.account, "key-1", "other", lambda: Answer(200, "Bob's")).body == "Bob's"


@pytest.mark.django_db(transaction=True)
def test_an_effect_that_fails_can_be_tried_again(site):
    def fail():
        raise Refusal("busy", "Not now.")

    assert refusal(lambda: once(site.account, "key-1", "h", fail)).code == "busy"
    assert not IdempotencyRecord.objects.exists()
    assert once(site.account, "key-1", "other", lambda: Answer(200, "done")).status == 200


def test_an_answer_can_be_grown_again_from_its_seed(site):
    until = timezone.now() + timedelta(hours=1)
    first = once(site.account, "key-1", "h", lambda: Answer(201, "flower", "seed", until), str.upper)
    again = once(site.account, "key-1", "h", lambda: pytest.fail("it was done"), str.upper)
    assert (first.body, again.body, again.status) == ("flower", "SEED", 201)
    assert IdempotencyRecord.objects.get().expires_at == until


def test_a_reviewed_text_sends_the_item_to_its_files(site, order, write):
    (item,) = order(review=True)
    accept_text(write(item), site.key, ReviewedText(alt="A barn", decorative=False))
    again = Item.objects.get(pk=item.pk)
    assert (again.state, again.attempts, again.reviewed_text["alt"]) == ("queued", 0, "A barn")
    assert again.charges.get(line="export").state == "held"
    assert refusal(lambda: accept_text(again, site.key, ReviewedText(alt="x"))).code == "state_conflict"
    entries = ProcrastinateJob.objects.filter(args__item_id=item.pk).order_by("id")
    assert [entry.queue_name for entry in entries] == ["interactive"] * 2, "ordered, then read by somebody who waits"


def test_files_that_were_quoted_free_and_refunded_since_are_not_made(site, picture, write, make_files):
    bought, reviewed = [
        Item.objects.get(job=site.order_pictures(picture, pipeline=pipeline, review=review)["id"])
        for pipeline, review in (("export", False), ("analyze_export", True))
    ]
    make_files(bought)
    deliver(bought.charges.all())
    again = Item.objects.get(job=site.order_pictures(picture, review=True)["id"])
    assert (reviewed.price, again.price) == ({"analysis": 1, "export": 1}, {"analysis": 1, "export": 0})
    refund_charges(list(bought.charges.all()))
    write(again)
    error = refusal(lambda: accept_text(again, site.key, ReviewedText(alt="A barn")))
    assert (error.code, "Nothing was charged" in error.detail) == ("quote_expired", True)
    assert (Item.objects.get(pk=again.pk).state, again.charges.filter(line="export").exists()) == ("review", False)
    accept_text(write(reviewed), site.key, ReviewedText(alt="A barn"))
    assert reviewed.charges.get(line="export").state == "held"


def test_a_review_without_credits_leaves_the_item_where_it_is(site, order, write):
    (item,) = order(review=True)
    write(item)
    ledger.reserve(site.account, [ledger.HoldRequest(reference="rest", line="export", credits=49)])
    with pytest.raises(ledger.InsufficientCredits):
        accept_text(item, site.key, ReviewedText(alt="A barn"))
    assert Item.objects.get(pk=item.pk).state == "review"
    assert Item.objects.get(pk=item.pk).reviewed_text is None
    ledger.release("rest")


def test_the_first_other_text_is_free_and_the_next_is_not(site, order, write):
    (item,) = order(pipeline="analyze")
    write(item)
    ask_for_another_text(item, site.key, RegenerateRequest(wish="shorter"))
    asked = Item.objects.get(pk=item.pk)
    assert (asked.state, asked.wish, asked.regenerated, asked.analysis_engine) == ("queued", "shorter", 1, "")
    assert [(one.attempt, one.state) for one in asked.charges.order_by("attempt")] == [(1, "captured"), (2, "free")]
    write(asked)
    ask_for_another_text(asked, site.key, RegenerateRequest())
    assert [one.state for one in asked.charges.order_by("attempt")] == ["captured", "free", "held"]
    assert (site.balance().used, site.balance().held) == (1, 1)


@pytest.mark.parametrize(
    ("pipeline", "state"),
    [("analyze_export", "ready"), ("export", "ready"), ("analyze", "queued"), ("analyze", "delivered")],
)
def test_another_text_comes_too_late_once_it_is_inside_files(site, order, pipeline, state):
    (item,) = order(pipeline=pipeline)
    Item.objects.filter(pk=item.pk).update(state=state)
    error = refusal(lambda: ask_for_another_text(item, site.key, RegenerateRequest()))
    assert error.code == "state_conflict"
    assert f"The item is {state}" in error.detail
