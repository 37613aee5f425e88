"""What we ask of Stripe, word by word: prices, the portal's rules, payment pages. One word less, and sales go wrong."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from picopt_saas.billing.payments.port import Order, PaymentError
from picopt_saas.billing.payments.stripe.portal import set_up


def order(product, **more):
    return Order(
        account_id="acc_1", email="ann@example.com", product=product, idempotency_key="click-1",
        success_url="https://us.example/ok", cancel_url="https://us.example/no", **more,
    )  # fmt: skip


@pytest.fixture
def asked(stripe_side):
    """The forms of what was asked for, switches in small letters."""

    def _asked(method, path):
        forms = [form for how, where, form in stripe_side.requests if (how, where) == (method, path)]
        switches = {"True": "true", "False": "false"}
        return [{name: switches.get(value, value) for name, value in form.items()} for form in forms]

    return _asked


@pytest.fixture
def fresh(stripe_side, stripe_connection):
    """Stripe as it is before anything was set up, and what setting up says."""
    stripe_side.prices.clear()
    stripe_side.configurations.clear()
    return set_up(stripe_connection)


@pytest.mark.parametrize(
    ("product", "name", "cents", "every"),
    [
        ("pro", "Picture Optimizer: Pro", "2900", {"recurring[interval]": "month"}),
        ("pro-yearly", "Picture Optimizer: Pro (yearly)", "29000", {"recurring[interval]": "year"}),
        ("pack-2500", "Picture Optimizer: 2,500 credits", "3900", {}),
    ],
)
@pytest.mark.usefixtures("fresh")
def test_a_product_is_made_with_its_price(asked, product, name, cents, every):
    (made,) = [form for form in asked("POST", "/v1/prices") if form["lookup_key"] == f"picopt_{product}"]
    assert made == {
        "currency": "eur",
        "unit_amount": cents,
        "tax_behavior": "exclusive",
        "lookup_key": f"picopt_{product}",
        "transfer_lookup_key": "true",
        "metadata[product]": product,
        "product_data[name]": name,
        "product_data[metadata][product]": product,
        **every,
    }


def test_a_price_that_changed_is_made_anew_for_the_same_product(stripe_side, stripe_connection, asked):
    old = stripe_side.price_of("pro")
    stripe_side.prices[old]["unit_amount"] = 1_900
    said = set_up(stripe_connection)
    (made,) = asked("POST", "/v1/prices")
    assert (made["product"], made["unit_amount"], made["transfer_lookup_key"]) == (f"prod_{old}", "2900", "true")
    assert not [name for name in made if name.startswith("product_data")]
    assert {form["active"] for form in asked("GET", "/v1/prices")} == {"true"}
    assert f"pro: {stripe_side.price_of('pro')}, 2900 cents" in said


def test_a_price_of_before_says_from_now_on_that_tax_comes_on_top(stripe_side, stripe_connection, asked):
    price = stripe_side.price_of("pro")
    for before, changed in (("unspecified", [{"tax_behavior": "exclusive"}]), ("inclusive", [])):
        stripe_side.requests.clear()
        stripe_side.prices[price]["tax_behavior"] = before
        set_up(stripe_connection)
        assert asked("POST", f"/v1/prices/{price}") == changed
    assert asked("POST", "/v1/prices") == []


@pytest.mark.parametrize(
    ("customer", "kept"),
    [("", {}), ("cus_1", {"customer_update[address]": "auto", "customer_update[name]": "auto"})],
)
def test_tax_is_added_on_the_payment_page_where_the_operator_says_so(stripe, taxing, asked, customer, kept):
    stripe.checkout(order("pro", customer_id=customer))
    taxing.checkout(replace(order("pro", customer_id=customer), idempotency_key="click-2"))
    without, with_tax = asked("POST", "/v1/checkout/sessions")
    tax = {"automatic_tax[enabled]": "true", "tax_id_collection[enabled]": "true"}
    assert with_tax == {**without, **tax, **kept}


def test_what_people_may_do_in_the_portal(fresh, stripe_side, asked):
    (made,) = asked("POST", "/v1/billing_portal/configurations")
    plans = ("starter", "pro", "agency", "starter-yearly", "pro-yearly", "agency-yearly")
    feature = {name.removeprefix("features"): value for name, value in made.items() if name.startswith("features")}
    sold = {}
    for place, slug in enumerate(plans):
        price = stripe_side.price_of(slug)
        sold[f"[subscription_update][products][{place}][product]"] = f"prod_{price}"
        sold[f"[subscription_update][products][{place}][prices][0]"] = price
    conditions = "[subscription_update][schedule_at_period_end][conditions]"
    updates = dict(enumerate(("email", "address", "name", "tax_id")))
    assert feature == {
        "[subscription_update][enabled]": "true",
        "[subscription_update][default_allowed_updates][0]": "price",
        **sold,
        "[subscription_update][proration_behavior]": "always_invoice",
        f"{conditions}[0][type]": "decreasing_item_amount",
        f"{conditions}[1][type]": "shortening_interval",
        "[subscription_cancel][enabled]": "true",
        "[subscription_cancel][mode]": "at_period_end",
        "[payment_method_update][enabled]": "true",
        "[invoice_history][enabled]": "true",
        "[customer_update][enabled]": "true",
        **{f"[customer_update][allowed_updates][{place}]": name for place, name in updates.items()},
    }
    assert made["metadata[picopt]"] == "portal"
    assert fresh[-1].startswith("portal: bpc_")
    assert {(form["active"], form["limit"]) for form in asked("GET", "/v1/billing_portal/configurations")} == {
        ("true", "100")
    }


def test_the_portals_rules_are_changed_and_not_made_twice(fresh, stripe_side, stripe_connection):
    assert set_up(stripe_connection) == fresh
    assert len(stripe_side.configurations) == 1


def test_a_packs_page_makes_an_invoice_and_a_customer(stripe, stripe_side, asked):
    stripe.checkout(order("pack-500"))
    (page,) = asked("POST", "/v1/checkout/sessions")
    assert page == {
        "mode": "payment",
        "invoice_creation[enabled]": "true",
        "customer_creation": "always",
        "customer_email": "ann@example.com",
        "client_reference_id": "acc_1",
        "success_url": "https://us.example/ok",
        "cancel_url": "https://us.example/no",
        "metadata[account]": "acc_1",
        "metadata[product]": "pack-500",
        "line_items[0][price]": stripe_side.price_of("pack-500"),
        "line_items[0][quantity]": "1",
    }


def test_a_plans_page_of_a_known_customer_says_whose_plan_it_will_be(stripe, asked):
    stripe.checkout(order("pro", customer_id="cus_1"))
    (page,) = asked("POST", "/v1/checkout/sessions")
    assert (page["mode"], page["customer"]) == ("subscription", "cus_1")
    assert (page["subscription_data[metadata][account]"], page["subscription_data[metadata][product]"]) == (
        "acc_1",
        "pro",
    )
    assert not {"customer_email", "customer_creation", "invoice_creation[enabled]"} & page.keys()
    mode = "subscription_data[billing_mode]"
    assert (page[f"{mode}[type]"], page[f"{mode}[flexible][proration_discounts]"]) == ("flexible", "itemized")


def test_a_change_of_plans_is_confirmed_on_the_portals_own_page(stripe, stripe_side, asked):
    stripe_side.subscription("sub_1", "cus_1", {"account": "acc_1", "product": "starter"})
    stripe.switch("sub_1", order("pro", customer_id="cus_1"))
    (page,) = asked("POST", "/v1/billing_portal/sessions")
    change = "flow_data[subscription_update_confirm]"
    (rules,) = stripe_side.configurations
    assert page == {
        "customer": "cus_1",
        "return_url": "https://us.example/no",
        "configuration": rules,
        "flow_data[type]": "subscription_update_confirm",
        f"{change}[subscription]": "sub_1",
        f"{change}[items][0][id]": "si_sub_1",
        f"{change}[items][0][price]": stripe_side.price_of("pro"),
        f"{change}[items][0][quantity]": "1",
        "flow_data[after_completion][type]": "redirect",
        "flow_data[after_completion][redirect][return_url]": "https://us.example/no",
    }


def test_lists_are_asked_for_whole_and_of_what_was_paid(stripe, asked):
    stripe.invoices("cus_1")
    assert asked("GET", "/v1/invoices") == [{"customer": "cus_1", "status": "paid", "limit": "100"}]
    stripe.webhook_faults("https://us.example/webhooks/stripe")
    assert asked("GET", "/v1/webhook_endpoints") == [{"limit": "100"}]
    stripe.missing_prices()
    (prices,) = asked("GET", "/v1/prices")
    assert (prices["active"], prices["limit"]) == ("true", "100")


def test_a_second_subscription_is_ended_once_and_its_payments_go_back_as_duplicates(stripe, stripe_side, asked):
    stripe_side.subscription("sub_2", "cus_1", {"account": "acc_1", "product": "pro"})
    stripe_side.invoice("in_2", "pi_2", "cus_1", {}, 900, subscription="sub_2")
    for _ in range(2):
        stripe.end_subscription("sub_2")
    assert len(asked("DELETE", "/v1/subscriptions/sub_2")) == 1
    assert stripe_side.refunds == ["pi_2"], "the same refund, asked for twice, is one"
    assert asked("POST", "/v1/refunds")[0] == {"payment_intent": "pi_2", "reason": "duplicate"}
    (listed, _) = asked("GET", "/v1/invoices")
    assert listed == {"subscription": "sub_2", "status": "paid", "expand[0]": "data.payments"}


@pytest.mark.parametrize(("product", "days"), [("pro", 30), ("pro-yearly", 365)])
def test_the_sandbox_sells_months_and_years(sandbox, product, days):
    subscription, paid = [json.loads(body) for body, _ in sandbox.events_of(order(product))]
    assert (subscription["kind"], paid["kind"]) == ("subscription", "paid")
    begins, ends = (datetime.fromisoformat(paid["news"][name]) for name in ("paid_at", "ends_at"))
    assert ends - begins == timedelta(days=days)
    assert subscription["news"]["period_ends_at"] == paid["news"]["ends_at"]
    assert (subscription["news"]["plan"], subscription["news"]["active"]) == (product, True)


def test_a_page_of_the_sandbox_is_open_for_a_day(sandbox, monkeypatch):
    token = sandbox.checkout(order("pro")).url.partition("?order=")[2]
    now = datetime.now().astimezone().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 3600 - 60)
    assert sandbox.read_order(token) == order("pro")
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 3600 + 60)
    with pytest.raises(PaymentError, match="has expired"):
        sandbox.read_order(token)
