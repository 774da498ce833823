-- Filters of the case list that people keep under a name. Kept apart from the ledger: they are conveniences of one
-- account, are thrown away at will and prove nothing.
create schema views;
grant usage on schema views to caseledger_app;

create table views.saved_view (
  id         uuid        primary key,  -- made with the form that saved it: a form sent twice saves once
  account    text        not null,     -- whose it is; nobody else sees it
  name       text        not null check (length(name) between 1 and 60),
  -- What stands behind the question mark of the address. Read like any address: it is trusted no more than one.
  query      text        not null check (length(query) <= 1000),
  created_at timestamptz not null default now(),
  unique (account, name)
);

grant select, insert, delete on views.saved_view to caseledger_app;
