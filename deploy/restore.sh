#!/bin/sh
# Puts a copy made by backup.sh into an empty database and an empty PORTAL_DATA, all or nothing for the database.
#   DATABASE_URL=… PORTAL_DATA=… deploy/restore.sh DIRECTORY
# Stop web, worker and beat first. Nothing is restored where a checksum differs.
set -eu
source=$1
(cd "$source" && sha256sum --check --quiet SHA256SUMS)
pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$source/database.dump"
mkdir -p "$PORTAL_DATA"
tar -C "$PORTAL_DATA" -xf "$source/uploads.tar"
