#!/bin/sh
# Stands where Electron's executable would: the same command line, on the project's own Node and the system's Chromium.
here=$(dirname "$(readlink -f "$0")")
node="$here/../../node_modules/.bin/node"
[ -x "$node" ] || node=node
for arg in "$@"; do
  case $arg in --inspect*) inspect=$arg ;; esac
done
exec "$node" ${inspect:+"$inspect"} "$here/start.ts" "$@"
