"""The rules that a published page must keep, each with an id that findings name."""
