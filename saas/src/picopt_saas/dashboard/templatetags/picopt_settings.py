"""Settings that pages show."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def api_url() -> str:
    """Where sites reach the service."""
    return str(settings.PICOPT.api_url)
