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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

SECRET = "whsec_test"
KEY = "sk_test_fake"


class FakeStripe:
    def __init__(self):
        self.sessions, self.invoices, self.answers = {}, {}, {}
        self.requests = []
        self.failures = 0
        self._ids = itertools.count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
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
        if body is None:
            return 404, {"error": {"message": "No such object", "type": "invalid_request_error"}}
        if key:
            self.answers[key] = (body, form)
        return 200, body

    def _route(self, method, path, form):
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            number = next(self._ids)
            session = {
                "id": f"cs_test_{number}",
                "object": "checkout.session",
                "url": f"{self.url}/pay/{number}",
                **form,
            }
            self.sessions[session["url"]] = session
            return session
        if (method, path) == ("POST", "/v1/billing_portal/sessions"):
            return {"id": "bps_1", "object": "billing_portal.session", "url": f"{self.url}/portal/{form['customer']}"}
        if (method, path) == ("GET", "/v1/invoices"):
            own = [one for one in self.invoices.values() if one["customer"] == form["customer"]]
            return {"object": "list", "url": "/v1/invoices", "has_more": False, "data": own}
        if method == "GET" and (found := re.fullmatch(r"/v1/invoices/(\w+)", path)):
            return self.invoices.get(found[1])
        return None

    def pay(self, url, created=None):
        """The webhooks (body, headers) that follow when a person pays at the session's address."""
        session, number = self.sessions[url], next(self._ids)
        metadata = {name: session[f"metadata[{name}]"] for name in ("account", "product")}
        customer = session.get("customer", f"cus_{number}")
        cents = int(session["line_items[0][price_data][unit_amount]"])
        paid = {
            "id": session["id"], "object": "checkout.session", "mode": session["mode"], "customer": customer,
            "payment_status": "paid", "amount_total": cents, "metadata": metadata,
            "payment_intent": f"pi_{session['id']}" if session["mode"] == "payment" else None,
        }  # fmt: skip
        events = [self.event("checkout.session.completed", paid, created)]
        if session["mode"] == "subscription":
            for name in ("account", "product"):
                assert session[f"subscription_data[metadata][{name}]"] == metadata[name]
            events.append(self.subscription(f"sub_{session['id']}", customer, metadata, created=created))
            events.append(self.invoice(f"in_{number}", f"pi_{session['id']}", customer, metadata, cents, created))
        return events

    def invoice(self, invoice_id, payment, customer, metadata, cents, created=None):  # noqa: PLR0917 -- as it reads
        """A paid period of a plan, which can be asked for from now on; its webhook."""
        now = created or int(time.time())
        invoice = {
            "id": invoice_id, "object": "invoice", "customer": customer, "amount_paid": cents, "created": now,
            "number": invoice_id.upper(), "invoice_pdf": f"{self.url}/{invoice_id}.pdf",
            "hosted_invoice_url": f"{self.url}/{invoice_id}",
            "parent": {"type": "subscription_details", "subscription_details": {"metadata": metadata}},
            "lines": {"object": "list", "data": [{"period": {"start": now, "end": now + 30 * 86_400}}]},
        }  # fmt: skip
        paying = {"payment": {"type": "payment_intent", "payment_intent": payment}}
        self.invoices[invoice_id] = {**invoice, "payments": {"object": "list", "data": [paying]}}
        return self.event("invoice.paid", invoice, created)

    def subscription(self, subscription_id, customer, metadata, *, created=None, status="active", kind="updated"):
        period = {"current_period_end": (created or int(time.time())) + 30 * 86_400}
        body = {
            "id": subscription_id, "object": "subscription", "customer": customer, "status": status,
            "metadata": metadata, "items": {"object": "list", "data": [period]},
        }  # fmt: skip
        return self.event(f"customer.subscription.{kind}", body, created)

    def refund(self, payment, cents):
        return self.event("charge.refunded", {"id": "ch_1", "payment_intent": payment, "amount_refunded": cents})

    def dispute(self, payment, status, kind="created"):
        return self.event(f"charge.dispute.{kind}", {"id": "dp_1", "payment_intent": payment, "status": status})

    def event(self, kind, body, created=None):
        now = created or int(time.time())
        event = {"id": f"evt_{next(self._ids)}", "type": kind, "created": now, "data": {"object": body}}
        return sign(json.dumps({"object": "event", **event}).encode())

    def _handler(fake):  # noqa: N805 -- the handler's own `self` is inside
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._reply()

            def do_POST(self):
                self._reply()

            def _reply(self):
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


def sign(body, at=None, secret=SECRET):
    """The webhook with Stripe's signature: HMAC-SHA256 over `timestamp.body`."""
    moment = at or int(time.time())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={moment},v1={digest}"}
