-- The quickest way for the commonest append: one event, nothing wrong with it. One statement, one transaction.
--
-- It sees the ledger as of its start, that is: perhaps before it got the head's lock. Where that matters it answers
-- nothing (the version differs) or fails on a unique index (somebody else was faster, or the id stands already);
-- either way nothing was recorded, and ledger.append judges under the lock.
--
-- $1 stream, $2 expected version (-1 any), $3 event id, $4 type, $5 actor, $6 salt, $7 payload, $8 commitment
with newest as materialized (
  select coalesce((select e.version from ledger.event e where e.stream = $1 order by e.version desc limit 1), 0) as version
), head as (
  update ledger.head as h
     set size = h.size + 1,
         recorded_at = greatest(h.recorded_at, clock_timestamp())
   where h.only_row
     and $2 in (-1, (select version from newest))
  returning h.size - 1 as position, h.recorded_at
)
insert into ledger.event (position, stream, version, event_id, type, recorded_at, actor, salt, payload, commitment)
select head.position, $1, newest.version + 1, $3, $4, head.recorded_at, $5, $6, $7, $8
  from head, newest
returning position, version, recorded_at
