using Media;

namespace Annotate;

/// <summary>Draws what was found onto the picture itself: boxes, then skeletons, then tags, so that no word is crossed out.</summary>
/// <remarks>
/// One for each stream, and for one thread at a time: it keeps the letters of the last sizes and scratch space, so that drawing allocates nothing
/// until the picture's size changes.
/// </remarks>
/// <param name="labels">Class names by class id; an object of any other class shows its score alone.</param>
public sealed class Annotator(IReadOnlyList<string> labels, AnnotateOptions? options = null)
{
    private readonly AnnotateOptions _options = options ?? AnnotateOptions.Default;
    private readonly LabelPlacer _placer = new();
    private GlyphAtlas? _atlas, _smallAtlas;

    /// <param name="picture">Of any format and size; its planes are written to.</param>
    /// <param name="found">In pixels of the picture. What lies outside it or is not a number is left out.</param>
    /// <param name="trackIds">One for each object, 0 where it has none; empty without tracking.</param>
    public void Draw(in Frame picture, Detections found, ReadOnlySpan<int> trackIds = default)
    {
        if (picture.Format == PixelFormat.Rgb24)
            Draw(new Painter<RgbCanvas>(new RgbCanvas(picture)), found, trackIds);
        else
            Draw(new Painter<YuvCanvas>(new YuvCanvas(picture)), found, trackIds);
    }

    private void Draw<TCanvas>(Painter<TCanvas> painter, Detections found, ReadOnlySpan<int> trackIds)
        where TCanvas : ICanvas, allows ref struct
    {
        var pens = Pens.For(painter.Picture);
        // The best last, so that it lies on top.
        for (var i = found.Count - 1; i >= 0; i--)
        {
            if (BoxPainter.TryOutline(found.Objects[i], painter.Picture, pens.Line, out var outline))
                BoxPainter.Draw(painter, pens, outline, ColourOf(found.Objects[i], TrackOf(trackIds, i)));
        }

        if (_options.Skeletons && found.KeypointsPerObject == CocoSkeleton.KeypointCount)
            DrawSkeletons(painter, pens, found);
        if (_options.Labels)
            DrawTags(painter, pens, found, trackIds);
    }

    private void DrawSkeletons<TCanvas>(Painter<TCanvas> painter, in Pens pens, Detections found)
        where TCanvas : ICanvas, allows ref struct
    {
        for (var i = found.Count - 1; i >= 0; i--)
        {
            if (BoxPainter.TryOutline(found.Objects[i], painter.Picture, pens.Line, out var outline))
                SkeletonPainter.Draw(painter, pens, outline, found.KeypointsOf(i), _options.MinKeypointScore);
        }
    }

    /// <summary>The best first, so that where tags crowd it is the least sure that go without.</summary>
    private void DrawTags<TCanvas>(Painter<TCanvas> painter, in Pens pens, Detections found, ReadOnlySpan<int> trackIds)
        where TCanvas : ICanvas, allows ref struct
    {
        var (usual, small) = (new TagPainter(AtlasOf(ref _atlas, pens), _placer, pens), new TagPainter(AtlasOf(ref _smallAtlas, pens.ForSmall()), _placer, pens.ForSmall()));
        _placer.Clear(found.Capacity);
        for (var i = 0; i < found.Count; i++)
        {
            if (BoxPainter.TryOutline(found.Objects[i], painter.Picture, pens.Line, out var outline))
                DrawTag(painter, usual, small, outline, found.Objects[i], TrackOf(trackIds, i));
        }
    }

    private static GlyphAtlas AtlasOf(ref GlyphAtlas? atlas, in Pens pens) =>
        atlas?.CapHeight == pens.CapHeight ? atlas : atlas = new GlyphAtlas(pens.CapHeight);

    /// <summary>In full if there is room; in small letters if the tag would be much wider than the object, and in short if it still is, or its place is taken.</summary>
    private void DrawTag<TCanvas>(Painter<TCanvas> painter, TagPainter usual, TagPainter small, in Area outline, in DetectedObject one, int track)
        where TCanvas : ICanvas, allows ref struct
    {
        var (name, colour) = (NameOf(one.ClassId), ColourOf(one, track));
        Span<char> text = stackalloc char[LabelText.MaxLength];
        var full = LabelText.Write(text, name, track, one.Score, _options.Scores);
        var tag = usual.Suits(outline, text[..full]) ? usual : small;
        if (tag.Suits(outline, text[..full]) && tag.TryDraw(painter, outline, text[..full], colour))
            return;
        var brief = LabelText.WriteShort(text, name, track);
        tag.TryDraw(painter, outline, text[..brief], colour);
    }

    private string NameOf(int classId) => (uint)classId < (uint)labels.Count ? labels[classId] : "";

    private static int TrackOf(ReadOnlySpan<int> trackIds, int index) => index < trackIds.Length ? trackIds[index] : 0;

    private static Rgb ColourOf(in DetectedObject one, int track) => Palette.ColourOf(track != 0 ? track : one.ClassId);
}
