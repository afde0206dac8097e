#!/bin/sh
# Waits for the end of whoever holds the other end of its input, however that end comes, and then ends what was registered:
# process groups ("group PID"), single processes ("child PID") and folders ("folder PATH"). "done PID" takes one off.
trap '' INT TERM HUP
groups=''
children=''
folder=''
without() { # without PID LIST...
  gone=$1
  shift
  kept=''
  for each in "$@"; do [ "$each" = "$gone" ] || kept="$kept $each"; done
  echo "$kept"
}
while read -r word value; do
  case $word in
    group) groups="$groups $value" ;;
    child) children="$children $value" ;;
    folder) folder=$value ;;
    done)
      groups=$(without "$value" $groups)
      children=$(without "$value" $children)
      ;;
  esac
done
for each in $children; do kill -9 "$each" 2>/dev/null; done
for each in $groups; do kill -9 "-$each" 2>/dev/null; done
if [ -n "$folder" ]; then
  # Dying processes may still write for a moment.
  rm -rf "$folder" 2>/dev/null || { sleep 1; rm -rf "$folder"; }
fi
exit 0
