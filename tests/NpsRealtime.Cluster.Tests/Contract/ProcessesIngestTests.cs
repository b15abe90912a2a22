using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Cluster.Tests.Contract;

[Collection(ProcessesCollection.Name)]
public sealed class ProcessesIngestTests : IngestContract<ThreeProcesses>;
