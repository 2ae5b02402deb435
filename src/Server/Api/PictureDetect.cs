using System.Diagnostics;
using FFmpeg;
using Inference;
using Server.Configuration;
using Server.Decode;
using Server.Models;
using Wire.V1;

namespace Server.Api;

/// <summary>A picture's bytes to its detections, for whichever door they came in by.</summary>
internal static class PictureDetect
{
    /// <exception cref="MediaException">It is no picture that we can read whole.</exception>
    /// <exception cref="UserException">A class is none of the model's.</exception>
    /// <exception cref="Inference.Model.ModelLoadException">The model cannot run.</exception>
    public static Task<FrameResult> RunAsync(ReadOnlyMemory<byte> picture, ModelStore models, string? model, DetectThresholds asked, ServerOptions limits) =>
        // Decoding a large picture takes tens of milliseconds, loading a model more: not on the thread that serves the connections.
        Task.Run(() =>
        {
            var engine = models.Get(model);
            return SingleFrame.InferAsync(engine, asked.For(engine.Model), Decode(picture.Span, limits));
        });

    private static Frame Decode(ReadOnlySpan<byte> bytes, ServerOptions limits)
    {
        var started = Stopwatch.GetTimestamp();
        var picture = PictureDecoder.Decode(bytes, new PictureLimits { MaxPixels = (int)limits.MaxPicturePixels });
        if (picture.IsCorrupt)
        {
            // Half a picture would give half an answer that looks whole.
            picture.Dispose();
            throw new MediaException(MediaErrorKind.InvalidData, "the picture is cut off or damaged");
        }

        return DecodedFrame.From(picture, new FrameTimes(0, 0, null, started, Stopwatch.GetElapsedTime(started)));
    }
}
