set local role caseledger_owner;

-- Appends a batch of independent appends in the order given and judges each on its own, whatever may be wrong with
-- it. (What has nothing wrong with it mostly goes through AppendOne.sql or AppendBatch.sql, which leave the judging
-- to this function.)
-- One call is one transaction is one commit: the caller has its receipts only once the call has returned
-- without error and the commit has been acknowledged.
--
-- Per distinct stream of the batch:  streams.
-- Per append:  append_stream (1-based index into streams), append_expected (-1 any, 0 no stream, n exactly n).
-- Per event, in order of its append:  event_append (1-based index of its append), then its columns.
-- Within a batch an id stands once; the caller sees to that.
--
-- Answers, per append:
--   outcome        0 appended, 1 already recorded, 2 version conflict, 3 id reused
--   first_position position of its first event (0, 1), of the event that holds the id (3), else 0
--   first_version  version of its first event (0, 1), the stream's version (2), version of the event that holds the id (3)
--   at             recorded_at of its first event or of the event that holds the id
--   holder         (3) the id that is taken; holder_stream its stream
create function ledger.append(
  streams         text[],
  append_stream   integer[],
  append_expected integer[],
  event_append    integer[],
  event_ids       uuid[],
  event_streams   text[],
  event_types     text[],
  event_actors    text[],
  event_salts     bytea[],
  event_payloads  bytea[],
  event_commitments bytea[],
  out outcome        smallint[],
  out first_position bigint[],
  out first_version  integer[],
  out at             timestamptz[],
  out holder         uuid[],
  out holder_stream  text[]
)
language plpgsql
as $$
declare
  appends    constant integer := cardinality(append_stream);
  events     constant integer := cardinality(event_ids);
  base       bigint;       -- the next position
  now_       timestamptz;  -- recorded_at of everything that this call appends
  current_   integer[];    -- version of each stream, moving as the batch is judged
  known      boolean;      -- does any id of the batch stand in the ledger already?
  k_position bigint[];     -- per event: where its id stands already
  k_version  integer[];
  k_at       timestamptz[];
  k_stream   text[];
  k_same     boolean[];    -- per event: and with the same content
  positions  bigint[];     -- per event: its new position; null where it is not appended
  versions   integer[];
  added      integer := 0;
  e          integer := 1; -- first event of the append that is being judged
  f          integer;      -- first event of the next
  s          integer;
  stands     integer;
begin
  -- Lock, clock and positions in one statement. Everybody who appends waits here, so what is read below is final.
  -- (Each statement of this function sees what was committed before it began: read committed, volatile.)
  update ledger.head as h
     set size = h.size + events,
         recorded_at = greatest(h.recorded_at, clock_timestamp())
   where h.only_row
  returning h.size - events, h.recorded_at
       into strict base, now_;

  select array_agg(coalesce(last_.version, 0) order by asked.n)
    into current_
    from unnest(streams) with ordinality as asked (stream, n)
    left join lateral (
      select ev.version from ledger.event ev
       where ev.stream = asked.stream
       order by ev.version desc
       limit 1) as last_ on true;

  known := exists (select from ledger.event ev where ev.event_id = any (event_ids));
  if known then
    -- Same content: same stream, type, actor and payload bytes. What was redacted can't be compared: not the same.
    select array_agg(ev.position order by i.n),
           array_agg(ev.version order by i.n),
           array_agg(ev.recorded_at order by i.n),
           array_agg(ev.stream order by i.n),
           array_agg(coalesce(ev.stream = i.stream and ev.type = i.type and ev.actor = i.actor
                              and ev.payload = i.payload, false) order by i.n)
      into k_position, k_version, k_at, k_stream, k_same
      from unnest(event_ids, event_streams, event_types, event_actors, event_payloads)
           with ordinality as i (id, stream, type, actor, payload, n)
      left join ledger.event ev on ev.event_id = i.id;
  end if;

  outcome        := array_fill(0::smallint, array[appends]);
  first_position := array_fill(0::bigint, array[appends]);
  first_version  := array_fill(0, array[appends]);
  at             := array_fill(now_, array[appends]);
  positions      := array_fill(null::bigint, array[events]);
  versions       := array_fill(null::integer, array[events]);

  for a in 1 .. appends loop
    f := e + 1;
    while f <= events and event_append[f] = a loop
      f := f + 1;
    end loop;

    stands := null;
    if known then
      -- A repeat is judged before the version: the first receipt is the answer even though the stream has moved on.
      for i in e .. f - 1 loop
        if k_position[i] is not null then
          stands := coalesce(stands, i);
          if not k_same[i] then
            stands := i;
            exit;
          end if;
        end if;
      end loop;
    end if;

    s := append_stream[a];
    if stands is not null then
      first_position[a] := k_position[stands];
      first_version[a] := k_version[stands];
      at[a] := k_at[stands];
      -- A repeat is the whole append, in its order: dense versions from the first event's on.
      if stands = e and k_same[e] and (f = e + 1 or (
           select bool_and(coalesce(k_same[i], false) and k_version[i] = k_version[e] + i - e)
             from generate_series(e, f - 1) as i)) then
        outcome[a] := 1;
      else
        outcome[a] := 3;
        holder := coalesce(holder, array_fill(null::uuid, array[appends]));
        holder_stream := coalesce(holder_stream, array_fill(null::text, array[appends]));
        holder[a] := event_ids[stands];
        holder_stream[a] := k_stream[stands];
      end if;
    elsif append_expected[a] <> -1 and append_expected[a] <> current_[s] then
      outcome[a] := 2;
      first_version[a] := current_[s];
    else
      outcome[a] := 0;
      first_position[a] := base + added;
      first_version[a] := current_[s] + 1;
      for i in e .. f - 1 loop
        positions[i] := base + added;
        versions[i] := current_[s] + 1;
        current_[s] := versions[i];
        added := added + 1;
      end loop;
    end if;
    e := f;
  end loop;

  if added > 0 then
    insert into ledger.event
      (position, stream, version, event_id, type, recorded_at, actor, salt, payload, commitment)
    select i.position, i.stream, i.version, i.id, i.type, now_, i.actor, i.salt, i.payload, i.commitment
      from unnest(positions, event_streams, versions, event_ids, event_types, event_actors,
                  event_salts, event_payloads, event_commitments)
           as i (position, stream, version, id, type, actor, salt, payload, commitment)
     where i.position is not null;
  end if;

  if added < events then
    update ledger.head as h set size = base + added where h.only_row;
  end if;
end
$$;

revoke execute on function ledger.append from public;
grant execute on function ledger.append to caseledger_app;
