"""What a thing costs: totals, packs, currencies, how long a price holds, and how it went over time."""
