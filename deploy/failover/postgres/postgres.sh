#!/bin/sh
# One of two PostgreSQL servers, of which one takes writes and the other follows it. What it is called with:
#
#   init             makes the first server's data, once
#   start            starts this server; without data, it first copies the other one
#   promote          makes this server, which followed, the one that takes writes
#   synchronous on   commits wait for the other server; `off`: they do not
#
# SERVER is its own name, OTHER that of the other one.
set -eu

here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
secrets=${SECRETS:-/run/secrets}
log=${SOCKETS:=/var/run/postgresql}/init.log
export PGCONNECT_TIMEOUT=3 PGPASSFILE="$SOCKETS/pgpass"

say() {
  echo "postgres.sh: $*" >&2
}

fail() {
  say "$@"
  exit 1
}

# As the superuser of this server, whom only its own machine lets in.
own() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
    --host "$SOCKETS" --username postgres --dbname "${DATABASE:-postgres}" "$@"
}

other() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
    --host "$OTHER" --port "${OTHER_PORT:-5432}" --username standby --dbname postgres "$@"
}

# What the other server is: `primary`, `standby`, or `away`.
other_is() {
  case $(other --command 'SELECT pg_is_in_recovery()' 2>/dev/null) in
    f) echo primary ;;
    t) echo standby ;;
    *) echo away ;;
  esac
}

has_data() {
  [ -d "$PGDATA" ]
}

init() {
  has_data && fail "there is data already in $PGDATA."
  rm -rf "$PGDATA.new"
  initdb --pgdata "$PGDATA.new" --username postgres --encoding UTF8 --locale C.UTF-8 --data-checksums --auth trust >/dev/null
  # Nobody follows yet, so no commit waits for anybody. Nobody but this script reaches it.
  pg_ctl --pgdata "$PGDATA.new" --silent --wait --log "$log" start \
    --options "-c config_file='$here/postgresql.conf' -c hba_file='$here/pg_hba.conf' \
      -c synchronous_standby_names='' -c listen_addresses='' -k '$SOCKETS'" || fail "$(cat "$log")"
  SECRETS=$secrets own <<'SQL'
\set database_password `cat "$SECRETS/database-password"`
\set standby_password `cat "$SECRETS/standby-password"`
CREATE ROLE duet LOGIN PASSWORD :'database_password';
CREATE ROLE standby LOGIN REPLICATION PASSWORD :'standby_password';
CREATE DATABASE duet OWNER duet TEMPLATE template0 ENCODING 'UTF8';
SQL
  pg_ctl --pgdata "$PGDATA.new" --silent --wait stop
  mv "$PGDATA.new" "$PGDATA"
  say "the data is made; start it, and the other server."
}

copy() {
  say "copies $OTHER."
  # One of an earlier copy may have been given up, so that the disk of the other server is not filled.
  other --command "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$SERVER'" \
    --command "SELECT pg_create_physical_replication_slot('$SERVER')" >/dev/null
  rm -rf "$PGDATA.new"
  pg_basebackup --pgdata "$PGDATA.new" --host "$OTHER" --port "${OTHER_PORT:-5432}" --username standby \
    --slot "$SERVER" --wal-method stream --checkpoint fast --write-recovery-conf
  mv "$PGDATA.new" "$PGDATA"
}

start() {
  (umask 077 && printf '*:*:*:standby:%s\n' "$(cat "$secrets/standby-password")" >"$PGPASSFILE")
  until has_data; do
    case $(other_is) in
      primary) copy ;;
      standby) fail "there is no data here, and $OTHER follows: promote it, so that this server can copy it." ;;
      away)
        say "there is no data here: waits for $OTHER. The very first server is made by init."
        sleep 2
        ;;
    esac
  done
  # Two that take writes would go different ways.
  if [ ! -e "$PGDATA/standby.signal" ] && [ "$(other_is)" = primary ]; then
    fail "$OTHER was promoted, and takes writes: remove the data of this server, and it will follow."
  fi
  exec postgres -c "config_file=$here/postgresql.conf" -c "hba_file=$here/pg_hba.conf" \
    -c "cluster_name=$SERVER" -k "$SOCKETS" "$@"
}

promote() {
  [ "$(other_is)" = primary ] && fail "$OTHER takes writes: stop it first."
  # Or commits would wait for a server that follows this one, of which there is none yet.
  synchronous off
  own --command 'SELECT pg_promote()' >/dev/null
  say "this server takes writes, and waits for no other."
}

synchronous() {
  case $1 in
    on)
      following=$(own --command "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
      [ "$following" -gt 0 ] || fail "$OTHER does not follow: commits would wait until it does."
      own --command 'ALTER SYSTEM RESET synchronous_standby_names'
      ;;
    off) own --command "ALTER SYSTEM SET synchronous_standby_names = ''" ;;
    *) fail "synchronous on, or off." ;;
  esac
  own --command 'SELECT pg_reload_conf()' >/dev/null
}

case ${1:-start} in
  init) init ;;
  start)
    [ $# -eq 0 ] || shift
    start "$@"
    ;;
  promote) promote ;;
  synchronous) synchronous "${2:-}" ;;
  *) fail "init, start, promote, synchronous on, or synchronous off." ;;
esac
