using System.CommandLine;
namespace NpsRealtime.Cli.Simulate;
internal static class SimulateCommand { public static Command Make() => new("simulate"); }
