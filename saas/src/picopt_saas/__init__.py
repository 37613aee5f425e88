"""The platform: accounts, billing, jobs, storage, worker, internal API, dashboard; its rooms are in ARCHITECTURE.md."""
