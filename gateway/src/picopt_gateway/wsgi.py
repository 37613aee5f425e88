"""What the server loads in its worker process."""

from picopt_gateway.app import create_app
from picopt_gateway.logs import configure_logging
from picopt_gateway.settings import load_settings

_settings = load_settings()
configure_logging(_settings.log_level)
app = create_app(_settings)
