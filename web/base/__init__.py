"""What pages and commands share: settings, state in the address, formats."""
