"""The command `picopt`: real servers on one machine for tests, the demo, and a look around; docs/development.md."""
