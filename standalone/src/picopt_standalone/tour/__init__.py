"""Every screen of the product in a real run: photographed, and checked for whoever meets it in another way."""
