-- Where the read tables live. They are derived: the runtime role makes, fills, drops and swaps them.
--   read          what is served
--   read_rebuild  fresh tables being filled beside the ones that serve
--   read_audit    fresh tables being filled to be compared, then dropped
do $$
declare
  wanted text;
begin
  foreach wanted in array array['read', 'read_rebuild', 'read_audit'] loop
    execute format('create schema if not exists %I authorization caseledger_app', wanted);
  end loop;
end
$$;

set local role caseledger_app;

create table read.projection (
  name       text        not null primary key,
  version    integer     not null,  -- of the code that made the tables: another version means another shape, so a rebuild
  position   bigint      not null,  -- the next event to apply; moves in the same transaction as the rows
  failed_at  bigint,                -- position of the event that stopped it; null while it runs
  failure    text                   -- why, without contents of events
);
