-- Run at every migration, before the numbered files: the roles belong to the whole cluster, and whoever migrates must
-- be able to act as both.
--
-- Two roles, both without login: people and services log in as members of them.
--   caseledger_owner  owns the ledger's tables; used by migrations only
--   caseledger_app    what the running product is: may add events and read them, never change or remove one
--
-- Another database's migration may create them at the same moment, which the advisory lock (a lock per database) does
-- not see. Hence the handlers.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['caseledger_owner', 'caseledger_app'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception
        when duplicate_object or unique_violation then null;
      end;
    end if;
    -- ('usage', not 'member': since PostgreSQL 16 whoever creates a role is a member that may administer it but not
    -- act as it.)
    if not pg_has_role(current_user, wanted, 'usage') then
      begin
        execute format('grant %I to current_user', wanted);
      exception
        when unique_violation then null;
      end;
    end if;
  end loop;
end
$$;
