"""Bytes become text, a tree, lines; days, addresses and languages as pages write them."""
