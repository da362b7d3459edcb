"""Lists that people bring as files: tried without keeping anything, told row by row, then taken in."""
