"""How fast, how lean and how considerate the collector is, against yardsticks run beside it. See docs/benchmarks.md."""
