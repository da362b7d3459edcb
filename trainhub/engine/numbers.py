"""Random numbers of our own: a seed becomes the state of the kernels' xorshift."""

MASK = (1 << 64) - 1


def begin(seed: int) -> int:
    """Return a well mixed state, never 0 (splitmix64)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    return (mixed ^ (mixed >> 31)) or 1
