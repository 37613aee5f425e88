"""What is written in an image: read, put together, and held against the page."""
