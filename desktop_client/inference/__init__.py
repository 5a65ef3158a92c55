"""How text is made: the engine, its child process, models on disk. No Qt, no commerce."""
