"""The networks of the package and how they are run."""
