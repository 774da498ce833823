-- Who may call. Kept apart from the ledger: accounts come and go, events do not.
-- The runtime role reads; only the owner (the verbs `token create` and `token revoke`) writes, so that a server
-- that was broken into cannot give itself a stronger token.
create schema access;
grant usage on schema access to caseledger_app;

create table access.token (
  id             uuid        primary key,
  -- SHA-256 of the token. The token has 256 random bits: there is nothing to guess, so no salt and no slow hash.
  hash           bytea       not null unique check (octet_length(hash) = 32),
  role           text        not null check (role in ('agent', 'manager', 'artist', 'ingest')),
  -- The pseudonymous account that events bear as their actor.
  account        text        not null,
  -- The artist account whose cases this token may see; for artists only.
  artist_account text        check ((role = 'artist') = (artist_account is not null)),
  label          text        not null,
  created_at     timestamptz not null default now(),
  expires_at     timestamptz,           -- null: does not expire
  revoked_at     timestamptz            -- null: not revoked; a revoked token stays, to say whose it was
);

-- The recordings for which an artist may open a case. Opening needs it, seeing does not:
-- who sees a case is what the case's own opening says.
create table access.artist_isrc (
  artist_account text not null,
  isrc           text not null,
  primary key (artist_account, isrc)
);

grant select on access.token, access.artist_isrc to caseledger_app;
