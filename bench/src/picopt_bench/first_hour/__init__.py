"""A stranger's first hour: the road to a key in a scripted browser, and whether all figures agree afterwards."""
