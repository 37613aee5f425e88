"""See docs/adr/0014-runtime.md."""
