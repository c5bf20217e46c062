"""What editors state of the market in words without a number, held against what an edition knows."""
