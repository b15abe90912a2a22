using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NpsRealtime.Cli.Import;

/// <summary>
/// Makes the id of a row that names none: the SHA-256 of the fields that are imported, cut to 128 bits, and the row's number among
/// equal ones. Importing the same file again makes the same ids and so adds nothing, also when columns were added that
/// nobody imports, or rows were moved about. The prefix names this way of making ids; another way would need another one.
/// </summary>
internal sealed class RowId
{
    private const string Prefix = "row1-";
    private const int HashBytes = 16;

    private readonly EqualRows _equalRows = new();
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>Begins a row.</summary>
    public void Begin() => _content.ResetWrittenCount();

    /// <summary>Adds a field; null is another content than an empty text.</summary>
    public void Add(string name, string? value)
    {
        AddText(name);
        AddText(value);
    }

    /// <summary>The id of the row that was added field by field.</summary>
    public string Make()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_content.WrittenSpan, hash);
        var ordinal = _equalRows.OrdinalOf(BinaryPrimitives.ReadUInt64BigEndian(hash));
        var id = Prefix + Convert.ToHexStringLower(hash[..HashBytes]);
        return ordinal == 0 ? id : id + "-" + ordinal.ToString(CultureInfo.InvariantCulture);
    }

    private void AddText(string? text)
    {
        // The length in front keeps neighbouring fields apart.
        var span = _content.GetSpan(4 + (3 * (text?.Length ?? 0)));
        var bytes = text is null ? -1 : Encoding.UTF8.GetBytes(text, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, bytes);
        _content.Advance(4 + Math.Max(bytes, 0));
    }
}
