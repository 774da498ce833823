set local role caseledger_owner;

create table ledger.event (
  position    bigint      not null,  -- dense, 0-based, in commit order: a reader who has seen p has seen all before p
  stream      text        not null,  -- e.g. case-AADEM2400001
  version     integer     not null,  -- dense per stream, 1-based: a hole in a timeline shows
  event_id    uuid        not null,  -- chosen by the caller, not trusted to be random; unique in the whole ledger
  type        text        not null,  -- stable wire name and version; never a name of the code's
  recorded_at timestamptz not null,  -- the database's clock under the append lock; never decreases with position
  actor       text        not null,  -- a pseudonymous account id; never a name or an e-mail
  salt        bytea,                 -- 16 random bytes; null once redacted
  payload     bytea,                 -- the exact UTF-8 JSON bytes; null once redacted
  commitment  bytea       not null,  -- HMAC-SHA-256(salt, payload); stays when the payload is redacted

  constraint event_pkey primary key (position),
  constraint event_stream_version unique (stream, version),
  constraint event_event_id unique (event_id),
  constraint event_position_not_negative check (position >= 0),
  constraint event_version_from_one check (version >= 1),
  constraint event_salt_with_payload check ((salt is null) = (payload is null)),
  constraint event_salt_length check (octet_length(salt) = 16),
  constraint event_commitment_length check (octet_length(commitment) = 32)
);

comment on table ledger.event is 'Immutable: INSERT and SELECT only. A mistake is mended by another event.';

-- Payloads are small and read whole: compressing them costs more time than it saves space,
-- and bytes that stay as they are can be checked with the simplest of tools.
alter table ledger.event alter column payload set storage external;

create table ledger.head (
  only_row    boolean     not null default true primary key check (only_row),
  size        bigint      not null,  -- the next position; equals the number of events
  recorded_at timestamptz not null   -- no later event is recorded before this moment
    check (isfinite(recorded_at))
)
-- Every append rewrites this one row: room for it on its own page keeps that cheap, and so does clearing up early
-- after somebody's long transaction has kept the old ones.
with (fillfactor = 10, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

insert into ledger.head (size, recorded_at) values (0, to_timestamp(0));

create function ledger.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% on %.% is refused: the ledger is append-only', tg_op, tg_table_schema, tg_table_name
    using errcode = 'integrity_constraint_violation',
          hint = 'Mend a mistake by appending another event.';
end
$$;

create trigger refuse_change
  before update or delete or truncate on ledger.event
  for each statement execute function ledger.refuse_change();

create trigger refuse_removal
  before delete or truncate on ledger.head
  for each statement execute function ledger.refuse_change();

-- Replication and restores run with session_replication_role = replica, which skips ordinary triggers:
-- ALWAYS keeps them in force there too.
alter table ledger.event enable always trigger refuse_change;
alter table ledger.head enable always trigger refuse_removal;

grant select, insert on ledger.event to caseledger_app;
grant select, update on ledger.head to caseledger_app;  -- UPDATE is what locking the row takes
