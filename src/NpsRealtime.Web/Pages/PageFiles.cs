using System.Reflection;

namespace NpsRealtime.Web.Pages;

/// <summary>The files of the plain pages, which are part of the program.</summary>
internal static class PageFiles
{
    public static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"NpsRealtime.Web.Pages.{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
