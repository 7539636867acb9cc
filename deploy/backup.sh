#!/bin/sh
# One consistent copy of the portal: the database as of one moment, then the uploads it names.
#   DATABASE_URL=… PORTAL_DATA=… deploy/backup.sh DIRECTORY
# Writes DIRECTORY/database.dump, DIRECTORY/uploads.tar and their checksums. Needs pg_dump of PostgreSQL 18.
set -eu
target=$1
umask 077
mkdir -p "$target"
pg_dump --format=custom --no-owner --file="$target/database.dump" "$DATABASE_URL"
# A file is on disk before its row is, and goes no sooner than 30 days after its document was deleted: a copy made
# after the dump holds every file of a live document in the dump. Files still coming in belong to no row yet.
mkdir -p "$PORTAL_DATA/uploads"
tar -C "$PORTAL_DATA" --exclude=uploads/incoming -cf "$target/uploads.tar" uploads
cd "$target"
sha256sum database.dump uploads.tar >SHA256SUMS
