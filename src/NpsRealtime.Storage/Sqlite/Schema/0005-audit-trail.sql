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
