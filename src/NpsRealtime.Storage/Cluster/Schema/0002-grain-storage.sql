-- What Microsoft.Orleans.Persistence.AdoNet needs, for the state of long-lived agents. The vendor's script guards a grain's first write
-- with "where not exists" and an index that is not unique, so that two first writers at once may both insert, and both believe that they
-- won. Here the index is unique, and the second is told that it lost: it gets its own version back, which Orleans reports as
-- InconsistentStateException.

create table OrleansStorage (
    GrainIdHash integer not null,
    GrainIdN0 bigint not null,
    GrainIdN1 bigint not null,
    GrainTypeHash integer not null,
    GrainTypeString varchar(512) not null,
    GrainIdExtensionString varchar(512),
    ServiceId varchar(150) not null,
    PayloadBinary bytea,
    ModifiedOn timestamp not null,
    Version integer
);

create unique index OrleansStorage_Grain on OrleansStorage
    (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId) nulls not distinct;

insert into OrleansQuery (QueryKey, QueryText) values
('WriteToStorageKey', $$
    with updated as (
        update OrleansStorage
        set PayloadBinary = @PayloadBinary, ModifiedOn = now() at time zone 'utc', Version = Version + 1
        where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
            and GrainTypeString = @GrainTypeString and GrainIdExtensionString is not distinct from @GrainIdExtensionString
            and ServiceId = @ServiceId and Version = @GrainStateVersion
        returning Version),
    inserted as (
        insert into OrleansStorage
            (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary,
             ModifiedOn, Version)
        select @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary,
            now() at time zone 'utc', 1
        where @GrainStateVersion is null
        on conflict do nothing
        returning Version)
    select coalesce((select Version from updated), (select Version from inserted), @GrainStateVersion) as NewGrainStateVersion
$$),
('ReadFromStorageKey', $$
    select PayloadBinary, now() at time zone 'utc', Version from OrleansStorage
    where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
        and GrainTypeString = @GrainTypeString and GrainIdExtensionString is not distinct from @GrainIdExtensionString
        and ServiceId = @ServiceId
$$),
('ClearStorageKey', $$
    update OrleansStorage set PayloadBinary = null, Version = Version + 1
    where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
        and GrainTypeString = @GrainTypeString and GrainIdExtensionString is not distinct from @GrainIdExtensionString
        and ServiceId = @ServiceId and Version = @GrainStateVersion
    returning Version as NewGrainStateVersion
$$),
('DeleteStorageKey', $$
    delete from OrleansStorage
    where GrainIdHash = @GrainIdHash and GrainTypeHash = @GrainTypeHash and GrainIdN0 = @GrainIdN0 and GrainIdN1 = @GrainIdN1
        and GrainTypeString = @GrainTypeString and GrainIdExtensionString is not distinct from @GrainIdExtensionString
        and ServiceId = @ServiceId and Version = @GrainStateVersion
    returning Version + 1 as NewGrainStateVersion
$$);
