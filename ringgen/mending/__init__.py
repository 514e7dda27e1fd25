"""The way out of a refusal: `offers` lists changes, `bench` tries a ring, `search` finds the least that passes."""
