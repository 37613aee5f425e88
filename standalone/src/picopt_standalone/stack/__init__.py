"""The service on one machine: database, platform, worker, gateway."""

from picopt_standalone.stack.account import DemoAccount
from picopt_standalone.stack.stack import Stack

__all__ = ["DemoAccount", "Stack"]
