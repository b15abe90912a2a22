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
    downsampled_until integer not null,
    merged_until integer not null default 0,
    primary key (tenant_id, partition)
) strict, without rowid;

-- Append-only: a commit inserts its head; those before merged_until are trimmed. The last one is the partition's head. A commit carries
-- its changes of tallies, packed, until they are merged: written into tallies, for many commits at once. So the tallies of a partition are
-- its rows of tallies and the changes of its commits after merged_until.
create table commits (
    tenant_id integer not null,
    partition integer not null,
    head integer not null,
    changes blob,
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

-- In the order of arrival, which lists walk. A tombstone has only its hash. key_ids are varints, the tenant's own key left out; times are milliseconds since 1970.
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

-- Minutes (resolution 1) stand together, so that the downsampling finds them without reading years of quarter-hours.
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
    from_score integer not null,
    from_key_ids blob not null,
    from_minute integer not null,
    to_score integer,
    to_key_ids blob,
    to_minute integer
) strict;

-- Small JSON documents of a tenant, or of the installation (tenant 0).
create table records (
    tenant_id integer not null,
    kind text not null,
    id text not null,
    body text not null,
    version integer not null,
    primary key (kind, tenant_id, id)
) strict, without rowid;

-- How often records of a kind were changed, so that a cache learns with one row whether it is still true.
create table record_revisions (
    kind text not null primary key,
    revision integer not null
) strict, without rowid;

-- Administrative actions, append-only; those of the platform belong to tenant 0.
create table audit_trail (
    sequence integer primary key autoincrement,
    tenant_id integer not null,
    at integer not null,
    caller text not null,
    action text not null,
    subject text not null,
    count integer
) strict;

create index audit_trail_by_tenant on audit_trail (tenant_id, sequence);
