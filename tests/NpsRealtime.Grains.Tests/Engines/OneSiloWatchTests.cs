using NpsRealtime.Contracts.Engines;
using NpsRealtime.Grains.Tests.Support;

namespace NpsRealtime.Grains.Tests.Engines;

public sealed class OneSiloWatchTests : WatchContract<OneSilo>;
