"""The state of the code itself: circles, sizes, tests, suppressions."""
