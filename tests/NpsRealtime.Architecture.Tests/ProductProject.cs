using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace NpsRealtime.Architecture.Tests;

/// <summary>One project under <c>src</c>: what its file says, and what its assembly really uses.</summary>
public sealed class ProductProject
{
    private readonly XDocument _file;
    private readonly string _path;

    public ProductProject(string path)
    {
        _path = path;
        _file = XDocument.Load(path);
        Name = Path.GetFileNameWithoutExtension(path);
    }

    /// <summary>The name, as in <c>NpsRealtime.Scoring</c>.</summary>
    public string Name { get; }

    /// <summary>The names of the projects that the project file references.</summary>
    public IReadOnlyList<string> ProjectReferences =>
        [.. Includes("ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))];

    /// <summary>The packages that the project file references.</summary>
    public IReadOnlyList<string> PackageReferences => [.. Includes("PackageReference")];

    /// <summary>The names of the assemblies that the built assembly uses.</summary>
    public IReadOnlyList<string> AssemblyReferences() =>
        Read(metadata => metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));

    /// <summary>The full names of the types of other assemblies that the built assembly uses.</summary>
    public IReadOnlyList<string> TypeReferences() =>
        Read(metadata => metadata.TypeReferences.Select(handle =>
        {
            var type = metadata.GetTypeReference(handle);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }));

    public override string ToString() => Name;

    private IEnumerable<string> Includes(string item) =>
        _file.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    private IReadOnlyList<string> Read(Func<MetadataReader, IEnumerable<string>> names)
    {
        var assembly = (string?)_file.Descendants("AssemblyName").FirstOrDefault() ?? Name;

        // The configuration these tests were built in is part of their own path: bin/Debug/net10.0.
        var output = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "NpsRealtime.Architecture.Tests"), AppContext.BaseDirectory);
        var path = Path.Combine(Path.GetDirectoryName(_path)!, output, assembly + ".dll");

        // Of an assembly that is not there every rule would hold.
        if (!File.Exists(path))
            throw new FileNotFoundException($"{Name} is not built. The project of these tests has to name it, so that it is built first.", path);
        using var file = new PEReader(File.OpenRead(path));
        return [.. names(file.GetMetadataReader())];
    }
}
