"""The benchmarks: each figure is a ratio to something well known, measured in turn with it in one run."""
