"""A spec to a design: numbers decided, unknowns solved, refusals made; no CAD kernel."""
