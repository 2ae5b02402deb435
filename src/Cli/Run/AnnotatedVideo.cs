using Annotate;
using FFmpeg;
using Inference;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>The frames of an input that were inferred, each at its own time, with what was found drawn on a copy.</summary>
/// <remarks>A frame that was not inferred is left out: boxes of another would be at the wrong places, and none would say that nothing is there.</remarks>
internal sealed class AnnotatedVideo(VideoOutput output, IReadOnlyList<string> labels) : IDisposable
{
    // Those that wait for the encoder, and one being drawn on.
    private const int Copies = 5;

    private readonly Annotator _annotator = new(labels);
    private readonly FrameCopier _copier = new(Copies);

    public UserException? Fault => output.Fault;

    public void Add(InferenceResult result)
    {
        if (output.Fault is not null)
            return;
        var frame = result.Frame;
        var copy = frame.Owner is VideoFrame picture ? _copier.Copy(picture) : _copier.Copy(frame);
        copy.Pts90kHz = frame.Times.Pts90kHz;
        // The copy may be padded to an even size.
        _annotator.Draw(copy.ToFrame(frame.Times) with { Width = frame.Width, Height = frame.Height }, result.Detections);
        output.Write(copy);
    }

    /// <summary>Gives the file its name, once its last frame is in.</summary>
    /// <exception cref="UserException">Something could not be encoded or written.</exception>
    public void Commit() => output.Commit();

    public void Dispose()
    {
        output.Dispose();
        _copier.Dispose();
    }
}
