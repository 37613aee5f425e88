"""What all suites but the service's share; it has the same in `saas/conftest.py`."""

pytest_plugins = ["own_context", "rare_collections"]
