using System.Globalization;
using System.Reflection;

namespace NpsRealtime.Storage;

/// <summary>A numbered schema script, embedded in this assembly as <c>NNNN-what-it-does.sql</c>.</summary>
/// <param name="Number">Its number; scripts are applied in this order, each once.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its statements.</param>
public sealed record SchemaScript(int Number, string Name, string Text)
{
    /// <summary>The scripts of a store, by number; <paramref name="folder"/> is the store's folder, as in <c>Sqlite</c>.</summary>
    public static IReadOnlyList<SchemaScript> Of(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{assembly.GetName().Name}.{folder}.Schema.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => new SchemaScript(
                int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), name[prefix.Length..], Read(assembly, name)))
            .OrderBy(script => script.Number)];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
