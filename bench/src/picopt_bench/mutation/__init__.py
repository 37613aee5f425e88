"""Changes the code a little, hundreds of times, and counts how often a test notices.

`make mutate` writes `var/mutation.json`: for each package how many changes were killed by its tests, how many survived,
and which. Samples are drawn with a seed, so two runs over the same code judge the same changes.
"""
