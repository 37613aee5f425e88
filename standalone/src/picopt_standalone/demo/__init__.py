"""The whole product in one run: pictures in, three pipelines, a revert, and the proofs."""
