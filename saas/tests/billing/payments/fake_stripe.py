"""The few Stripe endpoints that we use, over HTTP, as its reference describes them: form bodies, idempotency keys,
`Stripe-Signature` on webhooks. Nobody is asked for a card: `pay` plays the person on the Checkout page.
"""

import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

SECRET = "whsec_test"
KEY = "sk_test_fake"


class FakeStripe:
    def __init__(self):
        self.sessions, self.invoices, self.answers = {}, {}, {}
        self.prices, self.subscriptions, self.configurations, self.refunds = {}, {}, {}, []
        self.endpoints, self.charges = [], {}
        self.deleted_customers, self.fixed_subscriptions = set(), set()
        self.tax_status = "active"
        self.hangs = threading.Event()
        self.requests = []
        self.failures = 0
        self._ids = itertools.count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self.hangs.clear()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method, path, form, headers):
        """(status, body) for a request, the first one again for a repeated idempotency key."""
        self.requests.append((method, path, form))
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"error": {"message": "Invalid API Key provided", "type": "invalid_request_error"}}
        if self.failures:
            self.failures -= 1
            return 500, {"error": {"message": "an error on Stripe's side", "type": "api_error"}}
        key = headers.get("Idempotency-Key") if method == "POST" else None
        if key in self.answers:
            earlier, form_then = self.answers[key]
            if form_then != form:
                return 400, {"error": {"message": "Keys for idempotent requests…", "type": "idempotency_error"}}
            return 200, earlier
        body = self._route(method, path, form)
        if body is None or "code" in body:  # there is none, or this cannot be done to it
            none = {"message": "No such object", "type": "invalid_request_error"}
            return (400, {"error": body}) if body else (404, {"error": none})
        if key:
            self.answers[key] = (body, form)
        return 200, body

    def _route(self, method, path, form):
        for kind, pattern, act in self._routes():
            if method == kind and (found := re.fullmatch(pattern, path)):
                return act(form, *found.groups())
        return None

    def _routes(self):
        return (
            ("POST", "/v1/checkout/sessions", self._open_session),
            ("GET", r"/v1/checkout/sessions/(\w+)", lambda _form, name: self._session(name)),
            ("POST", r"/v1/checkout/sessions/(\w+)/expire", self._expire_session),
            ("GET", "/v1/prices", self._find_prices),
            ("GET", r"/v1/prices/(\w+)", lambda _form, name: self.prices.get(name)),
            ("POST", "/v1/prices", self._make_price),
            ("POST", r"/v1/prices/(\w+)", self._change_price),
            ("GET", r"/v1/subscriptions/(\w+)", lambda _form, name: self.subscriptions.get(name)),
            ("DELETE", r"/v1/subscriptions/(\w+)", self._cancel),
            ("POST", "/v1/refunds", self._refund),
            ("POST", "/v1/billing_portal/sessions", self._open_portal),
            ("GET", "/v1/billing_portal/configurations", lambda _form: _list(self.configurations.values())),
            ("POST", "/v1/billing_portal/configurations", self._configure),
            ("POST", r"/v1/billing_portal/configurations/(\w+)", self._configure),
            ("GET", "/v1/webhook_endpoints", lambda _form: None if self.endpoints is None else _list(self.endpoints)),
            ("GET", r"/v1/charges/(\w+)", lambda _form, name: self.charges.get(name)),
            ("GET", "/v1/tax/settings", lambda _form: {"object": "tax.settings", "status": self.tax_status}),
            ("GET", "/v1/invoices", self._find_invoices),
            ("GET", r"/v1/invoices/(\w+)", lambda _form, name: self.invoices.get(name)),
            ("GET", r"/v1/invoices/(\w+)/lines", lambda form, name: _page(self.invoices[name]["lines"]["data"], form)),
        )

    def _open_session(self, form):
        if form.get("customer") in self.deleted_customers:
            return _no_such_customer(form["customer"])
        number = next(self._ids)
        name, url = f"cs_test_{number}", f"{self.url}/pay/{number}"
        self.sessions[url] = {"id": name, "object": "checkout.session", "status": "open", "url": url, **form}
        return dict(self.sessions[url])

    def _session(self, name):
        return next((one for one in self.sessions.values() if one["id"] == name), None)

    def _expire_session(self, _form, name):
        session = self._session(name)
        if session and session["status"] == "open":
            session["status"] = "expired"
            return session
        return None

    def _find_prices(self, form):
        wanted = {value for name, value in form.items() if name.startswith("lookup_keys")}
        return _list(one for one in self.prices.values() if one["lookup_key"] in wanted)

    def _make_price(self, form):
        for other in self.prices.values():
            if other["lookup_key"] == form["lookup_key"]:
                other["lookup_key"] = None
        name = f"price_{next(self._ids)}"
        self.prices[name] = {
            "id": name, "object": "price", "unit_amount": int(form["unit_amount"]), "lookup_key": form["lookup_key"],
            "product": form.get("product", f"prod_{name}"), "metadata": {"product": form["metadata[product]"]},
            "tax_behavior": form.get("tax_behavior", "unspecified"),
            "recurring": {"interval": form["recurring[interval]"]} if "recurring[interval]" in form else None,
        }  # fmt: skip
        return self.prices[name]

    def _change_price(self, form, name):
        self.prices[name] |= form
        return self.prices[name]

    def _cancel(self, _form, name):
        self.subscriptions[name]["status"] = "canceled"
        return self.subscriptions[name]

    def _refund(self, form):
        if form["payment_intent"] in self.refunds:
            told = f"{form['payment_intent']} has already been refunded."
            return {"code": "charge_already_refunded", "message": told, "type": "invalid_request_error"}
        self.refunds.append(form["payment_intent"])
        return {"id": f"re_{next(self._ids)}", "object": "refund", "payment_intent": form["payment_intent"]}

    def _open_portal(self, form):
        if form["customer"] in self.deleted_customers:
            return _no_such_customer(form["customer"])
        if form.get("flow_data[subscription_update_confirm][subscription]") in self.fixed_subscriptions:
            told = "The subscription cannot be updated because it is managed by a subscription schedule."
            return {"code": "", "message": told, "type": "invalid_request_error"}
        place = f"{form['customer']}/{form.get('flow_data[type]', '')}".rstrip("/")
        return {"id": "bps_1", "object": "billing_portal.session", "url": f"{self.url}/portal/{place}"}

    def _configure(self, form, name=None):
        known = self.configurations.get(name, {})
        name = name or f"bpc_{next(self._ids)}"
        metadata = {"picopt": form["metadata[picopt]"]} if "metadata[picopt]" in form else known.get("metadata", {})
        kind = "billing_portal.configuration"
        self.configurations[name] = {"id": name, "object": kind, "metadata": metadata, "form": form}
        return self.configurations[name]

    def starts_at_once(self, kept, wanted):
        """What the portal does with a change of prices, by the rules that it was given: any that is met puts it off.

        Stripe's reference gives the two conditions their names and no arithmetic: amounts are compared here as they
        stand in the prices, whatever time they pay for.
        """
        (rules,) = self.configurations.values()
        path = "features[subscription_update][schedule_at_period_end][conditions]"
        conditions = {value for name, value in rules["form"].items() if name.startswith(path)}
        before, after = self.prices[kept], self.prices[wanted]
        met = {
            "decreasing_item_amount": after["unit_amount"] < before["unit_amount"],
            "shortening_interval": _seconds(after) < _seconds(before),
        }
        return not any(met[condition] for condition in conditions)

    def _find_invoices(self, form):
        asked = {name: value for name, value in form.items() if name in {"customer", "subscription"}}
        return _list(one for one in self.invoices.values() if asked.items() <= one.items())

    def pay(self, url, created=None):
        """The webhooks (body, headers) that follow when a person pays at the session's address."""
        session, number = self.sessions[url], next(self._ids)
        assert session["status"] != "expired", "nobody can pay at a page that was closed"
        session["status"] = "complete"
        metadata = {name: session[f"metadata[{name}]"] for name in ("account", "product")}
        customer = session.get("customer", f"cus_{number}")
        price = self.prices[session["line_items[0][price]"]]
        cents = price["unit_amount"]
        paid = {
            "id": session["id"], "object": "checkout.session", "mode": session["mode"], "customer": customer,
            "payment_status": "paid", "amount_total": cents, "metadata": metadata,
            "payment_intent": f"pi_{session['id']}" if session["mode"] == "payment" else None,
        }  # fmt: skip
        events = [self.event("checkout.session.completed", paid, created)]
        if session["mode"] == "subscription":
            for name in ("account", "product"):
                assert session[f"subscription_data[metadata][{name}]"] == metadata[name]
            name = f"sub_{session['id']}"
            line = self.line(price["id"], cents, created)
            events.append(self.subscription(name, customer, metadata, created=created, price=price))
            payment = f"pi_{session['id']}"
            events.append(
                self.invoice(f"in_{number}", payment, customer, metadata, cents, created, [line], subscription=name)
            )
        return events

    def line(self, price, cents, created=None, ends=None):
        """A line of an invoice for (a part of) a period at a price; without `ends` the period begins now."""
        now = created or int(time.time())
        return {
            "pricing": {"price_details": {"price": price}}, "amount": cents,
            "period": {"start": now, "end": ends or now + _seconds(self.prices[price])},
        }  # fmt: skip

    def price_of(self, product):
        """The id of the product's present price."""
        return next(one["id"] for one in self.prices.values() if one["lookup_key"] == f"picopt_{product}")

    def invoice(  # noqa: PLR0917 -- as it reads
        self, invoice_id, payment, customer, metadata, cents, created=None, lines=({},), subscription=None
    ):
        """A paid period of a plan, which can be asked for from now on; its webhook."""
        now = created or int(time.time())
        period = {"start": now, "end": now + 30 * 86_400}
        invoice = {
            "id": invoice_id, "object": "invoice", "customer": customer, "amount_paid": cents, "created": now,
            "number": invoice_id.upper(), "invoice_pdf": f"{self.url}/{invoice_id}.pdf",
            "hosted_invoice_url": f"{self.url}/{invoice_id}",
            "parent": {"type": "subscription_details", "subscription_details": {"metadata": metadata}},
            "subscription": subscription,
            "lines": {
                "object": "list", "has_more": False,
                "data": [{"id": f"il_{n}", "period": period, **line} for n, line in enumerate(lines)],
            },
        }  # fmt: skip
        paying = {"payment": {"type": "payment_intent", "payment_intent": payment}}
        self.invoices[invoice_id] = {**invoice, "payments": {"object": "list", "data": [paying]}}
        return self.event("invoice.paid", invoice, created)

    def subscription(
        self, subscription_id, customer, metadata, *, created=None, status="active", kind="updated", price=None,
        canceled=False,
    ):  # fmt: skip
        end = (created or int(time.time())) + _seconds(price)
        period = {"id": f"si_{subscription_id}", "current_period_end": end}
        if price:
            period["price"] = price
        body = {
            "id": subscription_id, "object": "subscription", "customer": customer, "status": status,
            "metadata": metadata, "items": {"object": "list", "data": [period]}, "cancel_at_period_end": canceled,
        }  # fmt: skip
        self.subscriptions[subscription_id] = body
        return self.event(f"customer.subscription.{kind}", body, created)

    def refund(self, payment, cents, created=None):
        charge = {"id": f"ch_{payment}", "object": "charge", "payment_intent": payment, "amount_refunded": cents}
        self.charges[charge["id"]] = charge
        return self.event("charge.refunded", charge, created)

    def refund_failed(self, payment, cents, created=None):
        """A refund of so much of a payment did not arrive."""
        charge = self.charges[f"ch_{payment}"]
        self.charges[charge["id"]] = {**charge, "amount_refunded": charge["amount_refunded"] - cents}
        refund = {"id": "re_1", "status": "failed", "payment_intent": payment, "charge": charge["id"], "amount": cents}
        return self.event("refund.failed", refund, created)

    def dispute(self, payment, status, kind="created", **more):
        dispute = {"id": "dp_1", "payment_intent": payment, "status": status, **more}
        return self.event(f"charge.dispute.{kind}", dispute)

    def event(self, kind, body, created=None):
        now = created or int(time.time())
        event = {"id": f"evt_{next(self._ids)}", "type": kind, "created": now, "data": {"object": body}}
        return sign(json.dumps({"object": "event", **event}).encode())

    def _handler(fake):  # noqa: N805 -- the handler's own `self` is inside
        class Handler(BaseHTTPRequestHandler):
            def handle(self):
                with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has hung up
                    super().handle()

            def do_GET(self):
                self._reply()

            def do_POST(self):
                self._reply()

            def do_DELETE(self):
                self._reply()

            def _reply(self):
                while fake.hangs.is_set():  # takes the call, and never answers
                    time.sleep(0.05)
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                form = dict(parse_qsl(body or parts.query))
                status, answer = fake.answer(self.command, parts.path, form, self.headers)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args):
                pass

        return Handler


def _seconds(price):
    """How long a price pays for."""
    yearly = price and (price["recurring"] or {}).get("interval") == "year"
    return (365 if yearly else 30) * 86_400


def _no_such_customer(name):
    return {
        "code": "resource_missing", "param": "customer", "message": f"No such customer: '{name}'",
        "type": "invalid_request_error",
    }  # fmt: skip


def _list(found):
    return {"object": "list", "url": "/", "has_more": False, "data": list(found)}


def _page(found, form):
    """So many as are asked for, behind the one that is named."""
    start = next((n + 1 for n, one in enumerate(found) if one["id"] == form.get("starting_after")), 0)
    page = found[start : start + int(form.get("limit", 10))]
    return {**_list(page), "url": "/", "has_more": start + len(page) < len(found)}


def sign(body, at=None, secret=SECRET):
    """The webhook with Stripe's signature: HMAC-SHA256 over `timestamp.body`."""
    moment = at or int(time.time())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={moment},v1={digest}"}
