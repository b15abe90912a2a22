-- The order of arrival of rows that come many at a time, a block of a tenant's at once: an entry in a b-tree for each of them cost a
-- quarter of all that the database did. Response number i of a block, from 0, has the sequence first + i.
create table arrivals (
    first bigint not null,
    tenant_id integer not null,
    count integer not null,
    id_hashes uuid[] not null,
    primary key (tenant_id, first)
);

-- Hashes are not worth compressing.
alter table arrivals alter column id_hashes set storage external;

-- From here on a row that comes alone has a multiple of 65536, and a block what lies between two of them. There are fewer rows of
-- before than 2^40; they stand in the index that had all. What takes long comes first, since it keeps only writers waiting.
create index responses_arrived_alone on responses (tenant_id, sequence) where sequence < 1099511627776 or sequence & 65535 = 0;

alter table responses alter column sequence set increment by 65536 restart with 1099511627776;

-- The version before works on without it; only its lists of responses take longer.
drop index responses_by_arrival;
