"""Print how the time to load and index a store grows with its records: linear if the last column stays level.

Usage: python bench/linear.py
"""

from __future__ import annotations

import statistics
import time

from generate import store

from harristrip.facts.load import parse
from harristrip.index.database import in_memory

SIZES = (1250, 2500, 5000, 10000)
RUNS = 5


def main() -> None:
    """Load stores of growing size in turn and print the time of each as a ratio to the smallest."""
    texts = {size: store(size).encode() for size in SIZES}
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(RUNS):
        for size, text in texts.items():
            start = time.perf_counter()
            in_memory(parse(text))
            times[size].append(time.perf_counter() - start)
    median = {size: statistics.median(values) for size, values in times.items()}
    first = SIZES[0]
    print("records   time / smallest   time per record / smallest's")
    for size in SIZES:
        ratio = median[size] / median[first]
        print(f"{size:7}   {ratio:13.2f} x   {ratio * first / size:20.2f} x")


if __name__ == "__main__":
    main()
