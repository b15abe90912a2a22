using NpsRealtime.Contracts.Engines;

namespace NpsRealtime.Silo.Tests.Contract;

[Collection(ProcessesCollection.Name)]
public sealed class ProcessesEnduranceTests : EnduranceContract<ThreeProcessesAtLength>;
