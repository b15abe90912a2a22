-- Quarter-hours of a key, a day's in one row, packed as a commit's changes are: a row of tallies for each of them was most of what a
-- year's import wrote, and most of what it left on the disk. A bucket's counts are those here and those in tallies together. What comes
-- is put behind what is there; now and then, and when something is taken away, a day is packed anew.
create table tally_days (
    tenant_id integer not null,
    key_id integer not null,
    day integer not null,
    partition smallint not null,
    quarters bytea not null,
    primary key (tenant_id, key_id, day, partition)
) with (fillfactor = 80, toast_tuple_target = 4096);

-- They are not worth compressing again.
alter table tally_days alter column quarters set storage external;
