"""One module a resource of the public API."""
