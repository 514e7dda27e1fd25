#!/bin/sh
# Orders from a table, one ring a line: NAME,SIZE,METAL. Each becomes a spec on standard input, and a line of the answer.
#
#     sh examples/orders.sh FOLDER < orders.csv
#
# The exit code tells what became of it: 0 released, 1 refused by the checks, 2 the order is wrong.
set -eu
folder=${1:?a folder for the rings}
mkdir -p "$folder"
while IFS=, read -r name size metal; do
    [ -n "$name" ] || continue
    code=0
    printf '{"preset": "band/court", "name": "%s", "size": "%s", "metal": "%s"}' "$name" "$size" "$metal" |
        ringgen build - -o "$folder/$name" --format stl --json > "$folder/$name.json" || code=$?
    echo "$name: exit $code"
done
