"""What a process is told at its door: settings, roster, secrets, prices, logging."""
