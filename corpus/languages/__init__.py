"""What newspapers write in each language: tables alone, a module for each."""
