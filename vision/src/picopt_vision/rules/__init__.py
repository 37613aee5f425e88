"""The rules that every text for a picture keeps; data in rules.json, shared with the plugin's PHP and JavaScript."""

from picopt_vision.rules.apply import Fault, find_alt_faults, find_faults, find_model_faults
from picopt_vision.rules.checks import Subject, broken_rules

__all__ = ["Fault", "Subject", "broken_rules", "find_alt_faults", "find_faults", "find_model_faults"]
