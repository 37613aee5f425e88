"""What the server loads in its worker process."""

import gc

from picopt_gateway.app import create_app
from picopt_gateway.logs import configure_logging
from picopt_gateway.settings import load_settings
from picopt_runtime.connections import end_stalled_readers, limit_an_address

_settings = load_settings()
configure_logging(_settings.log_level)
app = create_app(_settings)
end_stalled_readers(2 * _settings.slow_seconds)
if not _settings.trusted_proxies:
    limit_an_address(_settings.address_connections)

# What was loaded until now lives as long as the process: the garbage collector need not look at it during requests.
gc.collect()
gc.freeze()
# A request leaves few cycles behind; the default of 700 objects lets every quote pay for a collection.
gc.set_threshold(20_000, 10, 10)
