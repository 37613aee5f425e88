"""What people meet of the plugin: pages, scripts and clicks, measured in a real WordPress and a real browser."""
