-- Who sent which file. Kept apart from the ledger, which holds digests only: this says whose quota a file counts against,
-- and who may have it back before any event names it. Lost, it takes nothing from what the ledger proves.
create schema evidence;
grant usage on schema evidence to caseledger_app;

create table evidence.upload (
  account    text        not null,            -- who sent it
  sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name       text        not null check (length(name) between 1 and 200),  -- as its sender called it last, cleaned; never a path
  media_type text        not null,            -- by its content
  bytes      bigint      not null check (bytes > 0),
  times      integer     not null default 1,  -- how often this account sent it
  first_at   timestamptz not null default now(),
  last_at    timestamptz not null default now(),
  primary key (account, sha256)
);
create index upload_by_sha256 on evidence.upload (sha256, first_at);

grant select, insert, update on evidence.upload to caseledger_app;
