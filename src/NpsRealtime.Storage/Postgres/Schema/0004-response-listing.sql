-- The order of arrival within a tenant. It grows at its right end only, where the page is in memory.
create index responses_by_arrival on responses (tenant_id, sequence);
