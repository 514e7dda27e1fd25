"""What was asked: reading a spec, checking its shape, and saying what is wrong in a jeweller's words."""
