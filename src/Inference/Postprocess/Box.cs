namespace Inference.Postprocess;

/// <summary>A box by its corners, in model pixels.</summary>
internal readonly record struct Box(float XMin, float YMin, float XMax, float YMax)
{
    /// <summary>False for what a broken output holds: NaN, infinity, no width, no height.</summary>
    public bool IsSound => XMax - XMin > 0 && YMax - YMin > 0 && float.IsFinite(Area);

    public float Area => (XMax - XMin) * (YMax - YMin);

    public static Box Around(float x, float y, float width, float height) =>
        new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
}
