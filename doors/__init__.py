"""One file per door of the house: what `bluelamp` and the processes open. The only floor that knows all others."""
