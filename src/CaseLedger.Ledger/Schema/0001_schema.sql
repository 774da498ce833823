grant usage, create on schema ledger to caseledger_owner;
alter schema ledger owner to caseledger_owner;
alter table ledger.migration owner to caseledger_owner;  -- whoever migrates next may be another member of that role
grant usage on schema ledger to caseledger_app;
