"""The servers that come along: where their programs are, whom they run as, how they start."""
