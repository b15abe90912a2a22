using NpsRealtime.Contracts.Engines;
using NpsRealtime.Grains.Tests.Support;

namespace NpsRealtime.Grains.Tests.Engines;

public sealed class OnPostgresIngestTests : IngestContract<OneSiloOnPostgres>;
