#!/bin/sh
# Makes the secrets of compose.yaml, once, in the folder secrets beside it, which only its owner may enter. The containers
# have users of their own, and read the files themselves.
set -eu

cd "$(dirname "$0")"
mkdir -m 700 secrets || {
  echo "The secrets are there already." >&2
  exit 1
}
cd secrets

make() {
  printf '%s\n' "$2" >"$1"
  chmod 444 "$1"
}

password=$(openssl rand -hex 24)
make jwt-secret "$(openssl rand -hex 32)"
make database-password "$password"
make standby-password "$(openssl rand -hex 24)"
make database-url "postgres://duet:$password@pgbouncer-1:6432,pgbouncer-2:6432/duet"
make database-direct-url "postgres://duet:$password@postgres-1:5432,postgres-2:5432/duet"
make database-read-url "postgres://duet:$password@postgres-2:5432/duet"
