using System.Text.Json;
using NpsRealtime.Scoring.Responses;
using NpsRealtime.Scoring.Windows;
using NpsRealtime.Web.Records;
using NpsRealtime.Web.Streams;

namespace NpsRealtime.Web.Boards;

/// <summary>
/// Checks a board: it has a name, and whatever is called key or window in it is one. Everything else is the screens' own matter and
/// kept as it was sent.
/// </summary>
internal static class BoardRules
{
    private const int NameMax = 200;
    private const int FaultsMax = 20;

    public static List<ResponseFault> Check(JsonElement board)
    {
        var faults = new List<ResponseFault>();
        BodyReader.IsText(Text(board, "name"), NameMax, "name", faults);
        Check(board, "", faults);
        return faults;
    }

    private static void Check(JsonElement element, string path, List<ResponseFault> faults)
    {
        if (faults.Count >= FaultsMax)
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
                Check(item, $"{path}[{index++}]", faults);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in element.EnumerateObject())
                Check(field, path.Length == 0 ? field.Name : $"{path}.{field.Name}", faults);
        }
    }

    private static void Check(JsonProperty field, string path, List<ResponseFault> faults)
    {
        if (field.Name == "key" && field.Value.ValueKind == JsonValueKind.String && !IsKey(field.Value.GetString()!))
            faults.Add(new ResponseFault(path, "This is neither a score key nor one of the wildcards channel/*, touchpoint/* and segment/NAME/*."));
        else if (field.Name == "window" && field.Value.ValueKind == JsonValueKind.String && !WindowCatalog.TryFind(field.Value.GetString(), out _))
            faults.Add(new ResponseFault(path, $"This is not a window. The windows are: {WindowCatalog.Names}."));
        else
            Check(field.Value, path, faults);
    }

    /// <summary>A board shows what can be subscribed to, and nothing else.</summary>
    private static bool IsKey(string text) => ScoreSelector.TryParse(text, null, out _, out _);

    internal static string? Text(JsonElement board, string name) =>
        board.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
