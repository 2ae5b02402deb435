using System.Diagnostics;
using System.Text.Json;
using FFmpeg;
using Google.Protobuf;
using Inference.Model;
using Media;
using Server.Cache;
using Streaming;
using Streaming.Models;
using Streaming.Streams;
using FrameResult = Wire.V1.FrameResult;

namespace Server.Pictures;

/// <summary>A picture's bytes to its detections, for whichever endpoint they came in by; from the cache where the same was asked before.</summary>
internal sealed class PictureDetect(ModelRegistry models, ResultCache cache, PictureOptions limits)
{
    /// <returns>What was found, and whether it was known already: then its timing is that of the first time.</returns>
    /// <exception cref="MediaException">It is no picture that we can read whole.</exception>
    /// <exception cref="OptionException">A class is none of the model's, or it has no such input size.</exception>
    /// <exception cref="ModelLoadException">The model cannot run.</exception>
    /// <exception cref="EngineClosedException">The server is stopping.</exception>
    public Task<(FrameResult Result, bool Cached)> RunAsync(ReadOnlyMemory<byte> picture, StreamOptions options) =>
        // Decoding a large picture takes tens of milliseconds, loading a model more: not on the thread that serves the connections.
        Task.Run(async () =>
        {
            using var lease = models.Lease(options.Model);
            var engine = lease.Engine;
            var asked = options.ToInference(engine);
            var key = cache.IsEnabled ? CacheKey.Of(lease.Sha256, Question(options), picture) : default;
            if (await cache.TryGetAsync(key) is { } known)
                return (Named(FrameResult.Parser.ParseFrom(known), engine.Model), true);
            var result = await SingleFrame.InferAsync(engine, asked, Decode(picture.Span, limits));
            cache.Set(key, result.ToByteArray());
            return (result, false);
        });

    /// <summary>All that changes the answer but the model: options that differ never have the same.</summary>
    private static string Question(StreamOptions options) =>
        "detect " + JsonSerializer.Serialize(StreamOption.In(OptionScope.Picture).Where(option => option.Name != "model").Select(option => option.Get(options)));

    /// <summary>The same file may be installed under other names and versions.</summary>
    private static FrameResult Named(FrameResult known, ModelMetadata model)
    {
        (known.Model, known.ModelVersion) = (model.Name, model.Version);
        return known;
    }

    private static Frame Decode(ReadOnlySpan<byte> bytes, PictureOptions limits)
    {
        var asking = Activity.Current is { Recorded: true } span ? span : null;
        var started = Stopwatch.GetTimestamp();
        var picture = PictureDecoder.Decode(bytes, new PictureLimits { MaxPixels = (int)limits.MaxPicturePixels });
        if (picture.IsCorrupt)
        {
            // Half a picture would give half an answer that looks whole.
            picture.Dispose();
            throw new MediaException(MediaErrorKind.InvalidData, "the picture is cut off or damaged");
        }

        return picture.ToFrame(new FrameTimes(0, 0, null, started, Stopwatch.GetElapsedTime(started), asking));
    }
}
