#!/bin/sh
# Starts kg for Claude Code: kg.sh [--unless-served] <arguments of kg>
#
# The plugin is copied to a place of the client's own, so it must find kg: where kg itself last left word of its place, then on
# PATH. A hook without kg says nothing and fails nothing.

if [ -n "${KG_CACHE_DIR:-}" ]; then cache=$KG_CACHE_DIR
elif [ -n "${XDG_CACHE_HOME:-}" ]; then cache=$XDG_CACHE_HOME/keepgoing
elif [ -d "${HOME:-}/Library/Caches" ]; then cache=$HOME/Library/Caches/keepgoing
else cache=${HOME:-}/.cache/keepgoing
fi

# The server of this client answers the same hook: then there is nothing to start.
if [ "${1:-}" = --unless-served ]; then
  shift
  if [ -n "${CLAUDE_PID:-}" ] && [ -r "$cache/whisper/warm/$CLAUDE_PID" ]; then
    read -r server < "$cache/whisper/warm/$CLAUDE_PID"
    if kill -0 "$server" 2> /dev/null; then exit 0; fi
  fi
fi

# A hook that ends with 2 would block what the session is about to do: ours ends with 0, whatever becomes of it.
start() {
  if [ "$1" != hook ]; then
    shift
    exec "$@"
  fi
  shift
  "$@" 2> /dev/null
  exit 0
}

if [ -r "$cache/kg" ]; then
  { read -r node; read -r kg; } < "$cache/kg"
  if [ -x "$node" ] && [ -r "$kg" ]; then start "${1:-}" "$node" "$kg" "$@"; fi
fi

# Other programs are called kg, too: ours lies in a package of its own.
if found=$(command -v kg 2> /dev/null) && real=$(readlink -f "$found" 2> /dev/null) \
  && [ -r "${real%/bin/run.js}/oclif.manifest.json" ]; then
  start "${1:-}" "$found" "$@"
fi

if [ "${1:-}" = hook ]; then exit 0; fi
echo 'kg was not found; to set it up again, run kg init --claude' >&2
exit 1
