using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NpsRealtime.Cli.CommandLine;
using NpsRealtime.Cli.Output;

namespace NpsRealtime.Cli.Export;

/// <summary>Copies a tenant's export to a file or to standard output.</summary>
internal sealed class Exporter(string tenant, FileInfo? file, CommandContext context)
{
    private const int BufferBytes = 1 << 16;

    private long _lines;
    private long _bytes;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var source = await context.Server.OpenExportAsync(tenant, cancellation);
        if (file is null)
        {
            await using var output = Console.OpenStandardOutput();
            await CopyAsync(source, output, progress: null, cancellation);
            return ExitCode.Done;
        }

        // An export that broke off never bears the name of a whole one.
        var partial = file.FullName + ".partial";
        await using (var output = Create(partial))
        {
            await ProgressLine.RunAsync(context.Terminal, isShown: true, file.Name, length: null, async progress =>
            {
                await CopyAsync(source, output, progress, cancellation);
                return ExitCode.Done;
            });
            output.Flush(flushToDisk: true);
        }

        File.Move(partial, file.FullName, overwrite: true);
        Report();
        return ExitCode.Done;
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private async Task CopyAsync(Stream source, Stream output, ProgressLine? progress, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await ReadAsync(source, buffer, cancellation) is > 0 and var read)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
                _lines += buffer.AsSpan(0, read).Count((byte)'\n');
                _bytes += read;
                progress?.Advance(0, _lines);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new CommandException(
                $"The server at {context.Server.Address} broke off the export; run the command again.", ExitCode.Failed, fault);
        }
    }

    private void Report()
    {
        // The first line describes the tenant.
        var responses = Math.Max(0, _lines - 1);
        if (!context.Json)
        {
            context.Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{file!.Name}: {responses:N0} responses of {tenant}, {_bytes:N0} bytes"));
            return;
        }

        using var json = new Utf8JsonWriter(Console.OpenStandardOutput());
        json.WriteStartObject();
        json.WriteString("file", file!.FullName);
        json.WriteString("tenant", tenant);
        json.WriteNumber("responses", responses);
        json.WriteNumber("bytes", _bytes);
        json.WriteEndObject();
        json.Flush();
        context.Terminal.Out.WriteLine();
    }
}
