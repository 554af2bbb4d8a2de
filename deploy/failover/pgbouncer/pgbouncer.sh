#!/bin/sh
# PgBouncer before one server of PostgreSQL, SERVER. Each server has its own: then nothing has to be told to either when
# the other server is promoted, for Duet looks for the one behind which writes are taken.
set -eu

here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
umask 077
cd "$(mktemp -d)"
printf '"duet" "%s"\n' "$(cat "${SECRETS:-/run/secrets}/database-password")" >users.txt
cat >pgbouncer.ini <<INI
%include $here/pgbouncer.ini
listen_addr = ${LISTEN:-*}
listen_port = ${PORT:-6432}
auth_file = users.txt
[databases]
duet = host=$SERVER port=${SERVER_PORT:-5432}
INI
exec pgbouncer "$PWD/pgbouncer.ini"
