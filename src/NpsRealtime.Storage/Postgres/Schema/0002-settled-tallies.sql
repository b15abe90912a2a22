-- A commit carries its changes of tallies, packed, until they are settled: written into tallies, for many commits at once. So
-- the tallies of a partition are its rows of tallies and the changes of its commits after settled_until. They are not worth
-- compressing again.
alter table commits add column changes bytea;

alter table commits alter column changes set storage external;

alter table partitions add column settled_until bigint not null default 0;

-- The fence as it was, and each head takes along what its commit changes; null when that is settled in the same transaction.
create function fence(tenant_ids integer[], numbers smallint[], activations uuid[], heads bigint[], changed bytea[])
    returns void language plpgsql as $$
declare
    lost record;
begin
    perform 1
    from partitions p
    join unnest(tenant_ids, numbers) as g (tenant_id, partition) on p.tenant_id = g.tenant_id and p.partition = g.partition
    order by p.tenant_id, p.partition
    for no key update of p;

    -- A statement of its own, so that it sees what was committed while the locks were waited for.
    select g.tenant_id, g.partition into lost
    from unnest(tenant_ids, numbers, activations, heads) as g (tenant_id, partition, activation, head)
    left join partitions p on p.tenant_id = g.tenant_id and p.partition = g.partition
    where p.activation is distinct from g.activation
        or g.head is distinct from coalesce((
            select c.head from commits c where c.tenant_id = g.tenant_id and c.partition = g.partition order by c.head desc limit 1), 0)
    limit 1;
    if found then
        raise exception using errcode = 'NP001', message = lost.tenant_id || '/' || lost.partition;
    end if;

    insert into commits (tenant_id, partition, head, changes)
    select g.tenant_id, g.partition, g.head + 1, g.changes
    from unnest(tenant_ids, numbers, heads, changed) as g (tenant_id, partition, head, changes);
end
$$;
