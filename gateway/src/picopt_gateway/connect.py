"""`/connect`: a site knows only the API's address; a person's browser is led on to the dashboard."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from picopt_contract.errors import ErrorCode
from picopt_gateway.problems import ApiError


def blueprint(dashboard_url: str) -> Blueprint:
    """`GET /connect?…` to the same path and query at the dashboard; 404 where no dashboard is set."""
    routes = Blueprint("connect", __name__)

    @routes.get("/connect")
    def connect() -> Response | WerkzeugResponse:
        if not dashboard_url:
            raise ApiError(ErrorCode.NOT_FOUND, "This service has no dashboard. Paste an API key instead.")
        query = request.query_string.decode("ascii", "ignore")
        return redirect(f"{dashboard_url.rstrip('/')}/connect?{query}", code=302)

    return routes
