#!/bin/sh
# Run once by the postgres image when its data directory is new: the login that the web container uses.
# It may do what the role caseledger_app may do, and nothing else. (The role is made here too, because the login has
# to be its member before the first migration; the migrations find it and leave it.)
set -eu
psql -v ON_ERROR_STOP=1 -v password="$CASELEDGER_RUNTIME_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role caseledger_app nologin;
create role caseledger_runtime login password :'password' in role caseledger_app;
SQL
