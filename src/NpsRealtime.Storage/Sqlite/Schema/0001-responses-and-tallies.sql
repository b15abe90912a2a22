create table tenants (
    id integer primary key,
    name text not null unique,
    label text not null,
    time_zone text not null,
    id_key blob not null,
    partitions integer not null
) strict;

create table partitions (
    tenant_id integer not null,
    partition integer not null,
    activation blob not null,
    folded_until integer not null,
    primary key (tenant_id, partition)
) strict, without rowid;

-- Append-only: a commit inserts its head, the fold trims. The last one is the partition's head.
create table commits (
    tenant_id integer not null,
    partition integer not null,
    head integer not null,
    primary key (tenant_id, partition, head)
) strict, without rowid;

create table score_keys (
    tenant_id integer not null,
    id integer not null,
    key text not null,
    label text not null,
    primary key (tenant_id, id)
) strict, without rowid;

create unique index score_keys_by_key on score_keys (tenant_id, key);

-- A tombstone has only its hash. key_ids are varints, the tenant's own key left out; times are milliseconds since 1970.
create table responses (
    sequence integer primary key,
    tenant_id integer not null,
    id_hash blob not null,
    partition integer not null,
    fingerprint blob,
    score integer,
    key_ids blob,
    responded_at integer,
    responded_at_sent integer,
    accepted_at integer,
    id text,
    comment text,
    customer_id text,
    originals text
) strict;

create unique index responses_by_id on responses (tenant_id, id_hash);

create index responses_by_customer on responses (tenant_id, customer_id) where customer_id is not null;

-- Minutes (resolution 1) stand together, so that the fold finds them without reading years of quarter-hours.
create table tallies (
    tenant_id integer not null,
    resolution integer not null,
    key_id integer not null,
    bucket integer not null,
    partition integer not null,
    c0 integer not null,
    c1 integer not null,
    c2 integer not null,
    c3 integer not null,
    c4 integer not null,
    c5 integer not null,
    c6 integer not null,
    c7 integer not null,
    c8 integer not null,
    c9 integer not null,
    c10 integer not null,
    last_responded_at integer not null,
    last_accepted_at integer not null,
    primary key (tenant_id, resolution, key_id, bucket, partition)
) strict, without rowid;

create table corrections (
    sequence integer primary key,
    tenant_id integer not null,
    partition integer not null,
    id_hash blob not null,
    at integer not null,
    by_whom text,
    from_score integer not null,
    from_key_ids blob not null,
    from_minute integer not null,
    to_score integer,
    to_key_ids blob,
    to_minute integer
) strict;
