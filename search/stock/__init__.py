"""An index of Whoosh's own files asked, by Whoosh's own matchers."""
