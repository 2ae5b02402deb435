namespace Load.LiveLoad;

/// <param name="Seconds">Length of the main part; the others take a third of it.</param>
/// <param name="Flapping">Sources that come and go beside the steady streams, in the part that measures it.</param>
/// <param name="File">To loop in place of a clip of the test source.</param>
/// <param name="BFrames">B-frames in sequence of the clip; 0, as cameras send it.</param>
/// <param name="Settings">Of the server, Section:Key=value.</param>
internal sealed record LoadOptions(int Streams, int Seconds, LoadKind Kind, string? Model, string? File, int Flapping, int BFrames, IReadOnlyList<string> Settings)
{
    // Ten seconds of video are made in about as long.
    public int ClipFrames => Math.Min(Seconds, 10) * LoadClip.FramesPerSecond;
}
