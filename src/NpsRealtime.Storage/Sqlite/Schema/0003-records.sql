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
