-- Nothing to change: lists walk the table itself, which is in the order of arrival. The number is kept equal to PostgreSQL's.
select 1;
