using NpsRealtime.Web.Access;

namespace NpsRealtime.Web.Demo;

/// <summary>
/// Makes <c>--demo</c> and <c>--open</c> switches. The configuration's own reader of command lines knows only pairs: it would take the next
/// argument for the switch's value.
/// </summary>
public static class DemoArguments
{
    public static string[] Expand(IEnumerable<string> args) =>
        [.. args.Select(argument => argument switch
        {
            "--demo" => $"--{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}=true",
            "--open" => $"--{AccessOptions.Section}:{nameof(AccessOptions.Open)}=true",
            _ => argument,
        })];
}
