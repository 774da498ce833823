-- A batch with nothing wrong in it: no id that stands already, every expected version met. One statement, one transaction.
-- As AppendOne.sql, it answers nothing or fails on a unique index where ledger.append has to judge.
--
-- Per event: $1 stream, $2 expected version (-1 any), $3 how many events of the batch come before it on its stream,
-- $4 event id, $5 type, $6 actor, $7 salt, $8 payload, $9 commitment; $10 how many events.
with asked as materialized (
  select i.*, coalesce(newest.version, 0) + i.earlier as before
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) with ordinality
         as i (stream, expected, earlier, id, type, actor, salt, payload, commitment, n)
    left join lateral (
      select e.version from ledger.event e where e.stream = i.stream order by e.version desc limit 1) as newest on true
), head as (
  update ledger.head as h
     set size = h.size + $10,
         recorded_at = greatest(h.recorded_at, clock_timestamp())
   where h.only_row
     and not exists (select from asked where asked.expected not in (-1, asked.before))
     and not exists (select from ledger.event e where e.event_id = any ($4))
  returning h.size - $10 as base, h.recorded_at
), added as (
  insert into ledger.event (position, stream, version, event_id, type, recorded_at, actor, salt, payload, commitment)
  select head.base + asked.n - 1, stream, before + 1, id, type, head.recorded_at, actor, salt, payload, commitment
    from asked, head
  returning position, version, recorded_at
)
select min(position), array_agg(version order by position), min(recorded_at) from added
