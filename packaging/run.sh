#!/bin/sh
# Opens Headwater on one's own copy of the example; without a display it writes the picture and prints the ranking.
set -eu
python=$1
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; then
    exec "$python" -m app open --example
fi
mkdir -p out
rm -f out/example.headwater
"$python" -m app example out/example.headwater
"$python" -m app export out/example.headwater out/example.png
"$python" -m app analyse out/example.headwater
echo "There is no display here: the picture of the map is in out/example.png."
