-- Links by which somebody who forgot their password (or lost what their second factor is on) gets in again. A manager
-- makes one; whoever opens it chooses a new password.
create table accounts.reset (
  id         uuid        primary key,
  -- SHA-256 of the secret in the link, which has 256 random bits.
  hash       bytea       not null unique check (octet_length(hash) = 32),
  account_id uuid        not null references accounts.account on delete cascade,
  factors    boolean     not null,             -- whether it takes the second factor and the passkeys away too
  created_by text        not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz,                      -- single use
  revoked_at timestamptz                       -- a newer link of the same account takes its place
);
create index reset_by_account on accounts.reset (account_id);
grant select, insert, update on accounts.reset to caseledger_app;

-- The list of accounts, newest first, and how it is searched: by how an address, an account or an artist account begins.
create index account_newest on accounts.account (created_at desc, id desc);
create index account_by_email on accounts.account (normalized_email text_pattern_ops);
create index account_by_name on accounts.account (acts_as text_pattern_ops);
create index account_by_artist on accounts.account (artist_account text_pattern_ops);

-- The list of invitations, newest first; searched by the words of their labels. An account shows for whom it was made.
create index invitation_newest on accounts.invitation (created_at desc, id desc);
create index invitation_by_words on accounts.invitation using gin (to_tsvector('simple', label));
create index invitation_by_user on accounts.invitation (used_by);

-- To whom a case can be given: agents are few among all accounts.
create index account_agents on accounts.account (email, acts_as) where role = 'agent';
