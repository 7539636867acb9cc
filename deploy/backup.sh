#!/bin/sh
# One consistent copy of the portal: the database as of one moment, then the uploads it names.
#   DATABASE_URL=… PORTAL_DATA=… deploy/backup.sh DIRECTORY
# Writes DIRECTORY/database.dump, DIRECTORY/uploads.tar and their checksums. Needs pg_dump of PostgreSQL 18.
set -eu
target=$1
umask 077
mkdir -p "$target"
pg_dump --format=custom --no-owner --file="$target/database.dump" "$DATABASE_URL"
# Uploads are only ever added, so a copy made after the dump holds every file the dump names.
mkdir -p "$PORTAL_DATA/uploads"
tar -C "$PORTAL_DATA" -cf "$target/uploads.tar" uploads
cd "$target"
sha256sum database.dump uploads.tar >SHA256SUMS
