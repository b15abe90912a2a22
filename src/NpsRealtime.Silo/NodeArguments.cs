using NpsRealtime.Web.Demo;

namespace NpsRealtime.Silo;

/// <summary>The short forms of this host's command line: <c>--dev</c>, <c>--demo</c>, <c>--role gateway</c>.</summary>
internal static class NodeArguments
{
    public static string[] Expand(IEnumerable<string> args) =>
    [
        .. DemoArguments.Expand(args).Select(argument => argument switch
        {
            "--dev" => $"--{NodeOptions.Section}:{nameof(NodeOptions.Dev)}=true",
            "--role" => $"--{NodeOptions.Section}:{nameof(NodeOptions.Role)}",
            _ when argument.StartsWith("--role=", StringComparison.Ordinal) =>
                $"--{NodeOptions.Section}:{nameof(NodeOptions.Role)}={argument["--role=".Length..]}",
            _ => argument,
        }),
    ];
}
