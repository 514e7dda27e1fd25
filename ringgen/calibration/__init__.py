"""A shop's own factors: gauges to print, cast and polish, and what their calliper readings come to."""
