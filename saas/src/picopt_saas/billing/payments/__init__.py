"""Money in: checkout pages, webhooks, invoices. A webhook is the only thing that gives or takes credits."""
