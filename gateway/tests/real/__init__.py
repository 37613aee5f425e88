"""A package, so that pytest knows where the last test lies that needs the stack."""
