"""Stripe: Checkout, Billing portal, webhooks, invoices; prices and the portal's rules are made by `stripe_setup`."""

from picopt_saas.billing.payments.stripe.provider import StripeProvider

__all__ = ["StripeProvider"]
