"""The embedded sample: reconstructed daily prices that work offline (see README.md beside this file)."""
