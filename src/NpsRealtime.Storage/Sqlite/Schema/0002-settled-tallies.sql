-- A commit carries its changes of tallies, packed, until they are settled: written into tallies, for many commits at once. So
-- the tallies of a partition are its rows of tallies and the changes of its commits after settled_until.
alter table commits add column changes blob;

alter table partitions add column settled_until integer not null default 0;
