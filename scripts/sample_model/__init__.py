"""The model behind the embedded sample: history, pinned window, funds, rates, daily bars."""
