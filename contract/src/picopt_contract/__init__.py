"""What crosses the wire between the plugin, the gateway and the platform. Data only, no behavior."""
