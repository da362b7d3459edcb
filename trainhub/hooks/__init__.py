"""The border between core and plugins: markers, the hook catalogue, its types and the host."""
