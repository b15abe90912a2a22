using System.Text.Json;
using Microsoft.Playwright;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// Compares what a page looks like with how it is to look. Both are brought down to a coarse grid, in which letters are no more than
/// a shade: another machine's fonts change a few places a little, a panel that is elsewhere changes many of them a lot.
/// </summary>
internal static class Picture
{
    /// <summary>Places of the grid across; down, as many as the shape asks for.</summary>
    private const int GridWidth = 64;

    /// <summary>So far from each other, of 255, two shades of a place are called different.</summary>
    private const int ShadesApart = 14;

    /// <summary>How wide the pictures are that are kept.</summary>
    private const int KeptWidth = 640;

    /// <summary>The share of places, 0 to 1, in which two pictures differ; 1 when they have not the same shape.</summary>
    public static async Task<double> DifferenceAsync(IPage scratch, byte[] one, byte[] other)
    {
        var grids = await scratch.EvaluateAsync<JsonElement>(
            $$"""
            async (pictures) => {
              const grids = [];
              for (const picture of pictures) {
                const image = new Image();
                image.src = 'data:image/png;base64,' + picture;
                await image.decode();
                const canvas = document.createElement('canvas');
                canvas.width = {{GridWidth}};
                canvas.height = Math.round({{GridWidth}} * image.height / image.width);
                const drawing = canvas.getContext('2d', { willReadFrequently: true });
                drawing.imageSmoothingQuality = 'high';
                drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
                grids.push([...drawing.getImageData(0, 0, canvas.width, canvas.height).data]);
              }
              return grids;
            }
            """,
            new[] { Convert.ToBase64String(one), Convert.ToBase64String(other) });
        var (first, second) = (ShadesOf(grids[0]), ShadesOf(grids[1]));
        if (first.Count != second.Count)
            return 1;
        var places = first.Chunk(4).Zip(second.Chunk(4), (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max() > ShadesApart).ToList();
        return (double)places.Count(isDifferent => isDifferent) / places.Count;
    }

    /// <summary>The picture in the size in which it is kept.</summary>
    public static async Task<byte[]> SmallAsync(IPage scratch, byte[] picture)
    {
        var small = await scratch.EvaluateAsync<string>(
            $$"""
            async (picture) => {
              const image = new Image();
              image.src = 'data:image/png;base64,' + picture;
              await image.decode();
              const canvas = document.createElement('canvas');
              canvas.width = Math.min({{KeptWidth}}, image.width);
              canvas.height = Math.round(canvas.width * image.height / image.width);
              const drawing = canvas.getContext('2d');
              drawing.imageSmoothingQuality = 'high';
              drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
              return canvas.toDataURL('image/png').split(',')[1];
            }
            """,
            Convert.ToBase64String(picture));
        return Convert.FromBase64String(small);
    }

    private static List<int> ShadesOf(JsonElement grid) => [.. grid.EnumerateArray().Select(shade => shade.GetInt32())];
}
