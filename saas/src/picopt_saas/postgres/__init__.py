"""Django's PostgreSQL backend, with a look at a connection that costs the server nothing."""
