"""The public door: keys, limits, credit checks, routing, streaming. `app.create_app` builds it; docs/gateway.md."""
