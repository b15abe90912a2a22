-- Small JSON documents of a tenant, or of the installation (tenant 0).
create table records (
    tenant_id integer not null,
    version bigint not null,
    kind text collate "C" not null,
    id text collate "C" not null,
    body text not null,
    primary key (kind, tenant_id, id)
);

-- How often records of a kind were changed, so that a cache learns with one row whether it is still true.
create table record_revisions (
    kind text collate "C" not null primary key,
    revision bigint not null
);
