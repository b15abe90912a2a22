using NpsRealtime.Cli.Output;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.CommandLine;

/// <summary>What a running command has at hand.</summary>
/// <param name="Server">The server.</param>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Json">Whether machines read along.</param>
/// <param name="Time">The clock.</param>
internal sealed record CommandContext(ServerClient Server, Terminal Terminal, bool Json, TimeProvider Time);
