"""What a center is: pure rules. No Qt, no disk, no network, no clock, no randomness."""
