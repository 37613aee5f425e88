"""Below all other parts: children that end with their parent, servers, breakers, health; docs/adr/0014-runtime.md."""
