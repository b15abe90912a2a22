-- Administrative actions, append-only; those of the platform belong to tenant 0.
create table audit_trail (
    sequence bigint generated always as identity primary key,
    at bigint not null,
    count bigint,
    tenant_id integer not null,
    caller text not null,
    action text not null,
    subject text not null
);

create index audit_trail_by_tenant on audit_trail (tenant_id, sequence);
