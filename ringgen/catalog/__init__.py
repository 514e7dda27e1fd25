"""What a jeweller would look up: sizes, metals, gems, stones and making rules, each row with its source."""
