"""Parts of `bench_imaging`: peers, pictures, and one module for each question."""
