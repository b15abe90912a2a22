using System.CommandLine;
using System.Text.Json;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Server;

namespace NpsRealtime.Cli.Keys;

/// <summary><c>nps keys</c>: makes, lists, rotates and revokes the keys of a tenant, or without one those of the platform.</summary>
internal static class KeysCommand
{
    private static readonly Option<string?> Tenant = TenantOption.Optional("The tenant (default: the keys of the platform)");
    private static readonly Argument<string> Id = new("ID") { Description = "The key's id, as nps keys list shows it" };
    private static readonly Option<string> Name = new("--name") { Description = "What the key is for", HelpName = "TEXT", Required = true };

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = "What it may do: ingest, read, comments, admin; repeat it for more",
        HelpName = "SCOPE",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int?> Days = new("--days") { Description = "Days after which it expires (default: never)", HelpName = "N" };

    private static readonly Option<int?> Overlap =
        new("--overlap-minutes") { Description = "How long the old key goes on working (default: a day)", HelpName = "N" };

    public static Command Make()
    {
        var create = new Command("create", "Makes a key and shows it this once.") { Tenant, Name, Scopes, Days };
        create.Runs(CreateAsync);
        var list = new Command("list", "Lists the keys, with when each was used last.") { Tenant };
        list.Runs(ListAsync);
        var rotate = new Command("rotate", "Makes a key's successor; both work for a while.") { Id, Tenant, Overlap };
        rotate.Runs(RotateAsync);
        var revoke = new Command("revoke", "Revokes a key; what was opened with it closes within seconds.") { Id, Tenant };
        revoke.Runs(RevokeAsync);
        return new Command("keys", "Makes, lists, rotates and revokes keys.") { create, list, rotate, revoke };
    }

    private static async Task<int> CreateAsync(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        DateTimeOffset? expiry = parsed.GetValue(Days) is { } days ? context.Time.GetUtcNow().AddDays(days) : null;
        var scopes = parsed.GetValue(Scopes) is { Length: > 0 } named ? named : null;
        if (scopes is null && parsed.GetValue(Tenant) is not null)
            throw CommandException.Usage("A tenant's key needs --scope: ingest, read, comments, admin; repeat it for more.");
        var made = await context.Server.MakeKeyAsync(parsed.GetValue(Tenant), new KeyAsk(parsed.GetRequiredValue(Name), scopes, expiry), cancellation);
        Show(context, made);
        return ExitCode.Done;
    }

    private static async Task<int> RotateAsync(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        Show(context, await context.Server.RotateKeyAsync(
            parsed.GetValue(Tenant), parsed.GetRequiredValue(Id), new RotationAsk(parsed.GetValue(Overlap)), cancellation));
        return ExitCode.Done;
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        await context.Server.RevokeKeyAsync(parsed.GetValue(Tenant), parsed.GetRequiredValue(Id), cancellation);
        if (!context.Json)
            context.Terminal.Say("Revoked; what was opened with it closes within seconds, on every node.");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        var answer = await context.Server.ListKeysAsync(parsed.GetValue(Tenant), cancellation);
        if (context.Json)
        {
            context.Terminal.Out.WriteLine(JsonSerializer.Serialize(answer, ServerJson.Default.KeyListAnswer));
            return ExitCode.Done;
        }

        if (answer.Keys.Count == 0)
            context.Terminal.Say("There are no keys yet; nps keys create makes one.");
        else
            context.Terminal.Screen.Write(KeyTable.Of(answer.Keys, context.Time.GetUtcNow()));
        return ExitCode.Done;
    }

    // The key alone goes to standard output, so that a script can take it up; what is said about it goes to the other.
    private static void Show(CommandContext context, KeyMadeAnswer made)
    {
        if (context.Json)
        {
            context.Terminal.Out.WriteLine(JsonSerializer.Serialize(made, ServerJson.Default.KeyMadeAnswer));
            return;
        }

        context.Terminal.Out.WriteLine(made.Key);
        context.Terminal.Say("Keep it now: it is not shown again.");
        context.Terminal.Say($"Id {made.Id}, may {string.Join(", ", made.Scopes)}, {(made.ExpiresAt is { } end ? $"until {end.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "never expires")}.");
    }
}
