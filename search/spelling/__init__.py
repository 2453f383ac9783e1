"""Which words are spelt alike, and how likely one was meant where another was typed."""
