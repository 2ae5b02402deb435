using Server.Http.Query;
using Streaming.Snapshots;

namespace Server.Pictures;

/// <summary>How a client asks for a picture.</summary>
internal static class SnapshotQuery
{
    private static readonly QueryFlag Annotated = new("annotated", "Draws what was found in this very frame: boxes, skeletons, labels.");
    private static readonly QueryNumber<int> Quality = new("quality", 1, 100, 85, "Of the JPEG.");

    // As large as a decoded frame may be.
    private static readonly QueryNumber<int> Width = new("width", 0, 16888, 0, "At most so many pixels wide, in the frame's shape; 0 for the frame's own size.");

    public static IReadOnlyList<IQueryParameter> Parameters { get; } = [Annotated, Quality, Width];

    public static SnapshotFormat Read(QueryReader query) => new(query.Flag(Annotated), query.Number(Quality), query.Number(Width));
}
