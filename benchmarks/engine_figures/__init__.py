"""What the benchmark of the engine measures: how it is asked, its speed beside others, and what it reads twice."""
