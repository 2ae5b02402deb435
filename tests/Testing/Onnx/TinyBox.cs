namespace Testing;

/// <summary>A box that a <see cref="TinyOnnx"/> model always finds, in model pixels; its score follows the picture's mean colour.</summary>
/// <param name="Red">How much of the score each unit of mean red (0..1, padding included) adds.</param>
/// <param name="Base">The score of a black picture.</param>
internal sealed record TinyBox(int ClassId, float Cx, float Cy, float Width, float Height, float Red, float Green, float Blue, float Base = 0)
{
    public float XMin => Cx - Width / 2;
    public float YMin => Cy - Height / 2;
    public float XMax => Cx + Width / 2;
    public float YMax => Cy + Height / 2;

    public float ScoreAt(float red, float green, float blue) => Base + Red * red + Green * green + Blue * blue;

    /// <summary>Keypoints lie on the diagonal from the upper left corner to the lower right, all with visibility 0.9.</summary>
    public (float X, float Y, float Score) Keypoint(int index, int count)
    {
        var along = (index + 0.5f) / count;
        return (XMin + Width * along, YMin + Height * along, 0.9f);
    }
}
