"""See README.md and ARCHITECTURE.md."""
