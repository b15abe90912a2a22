namespace NpsRealtime.Web.Demo;

/// <summary>
/// Makes <c>--demo</c> a switch. The configuration's own reader of command lines knows only pairs: it would take the next
/// argument for the switch's value.
/// </summary>
public static class DemoArguments
{
    public static string[] Expand(IEnumerable<string> args) =>
        [.. args.Select(argument => argument == "--demo" ? $"--{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}=true" : argument)];
}
