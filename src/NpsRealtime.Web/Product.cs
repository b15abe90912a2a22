using System.Reflection;

namespace NpsRealtime.Web;

/// <summary>What program this is.</summary>
internal static class Product
{
    /// <summary>The version, without the build's commit.</summary>
    public static readonly string Version =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
