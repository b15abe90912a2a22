using NpsRealtime.Cluster.Tests.Contract;

// The test program is also the silo of the engine's contract: it hosts one after the other, as the test that started it says.
return await ContractSilo.RunAsync(Console.In, Console.Out, args[0]);
