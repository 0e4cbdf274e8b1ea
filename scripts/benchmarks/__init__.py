"""The parts of the benchmark: each module measures one thing and yields figures."""
