using System.CommandLine;
namespace NpsRealtime.Cli.Tail;
internal static class TailCommand { public static Command Make() => new("tail"); }
