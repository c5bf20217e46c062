"""Published articles, read for what they state: text → statements → judgements."""
