"""The backend itself; Django asks for the module by this name."""

from typing import Any

from django.db.backends.postgresql import base

from picopt_saas.postgres.liveness import has_news


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks the server whether a connection still works only where its socket leaves a doubt."""

    def is_usable(self) -> bool:
        """See Django; called before a connection is used again."""
        if self.connection is None:
            return False
        return not has_news(self.connection) or super().is_usable()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """See Django; what comes out of a pool is looked at, too."""
        connection = super().get_new_connection(conn_params)
        if self.pool and has_news(connection):
            connection.close()
            self.pool.putconn(connection)  # which makes another one in its place
            connection = super().get_new_connection(conn_params)
        return connection
