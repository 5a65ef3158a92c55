"""What benchmarks are measured with, made up from a fixed seed."""
