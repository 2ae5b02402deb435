using System.Runtime.InteropServices;
using Inference;
using Inference.Batching;
using Inference.Model;
using Media;

namespace Streaming.Models;

/// <summary>Proves a model: its hash is that of its card, and it runs one flat picture.</summary>
public sealed class ModelCheck : IResultReceiver
{
    /// <summary>Pixels of the flat picture's sides; the letterbox scales it to whatever the model takes.</summary>
    private const int Side = 64;

    private TimeSpan _infer;
    private Exception? _error;

    /// <returns>One line on what was found.</returns>
    /// <exception cref="UserException">The hash differs, or the run failed.</exception>
    /// <exception cref="ModelLoadException">It cannot be loaded.</exception>
    public static string Run(InstalledModel model)
    {
        var hash = CheckHash(model);
        using var engine = InferenceEngine.Start(model.Path, ModelInspection.OneLane);
        var took = new ModelCheck().RunFlatPicture(engine);
        return string.Join("; ", [$"{engine.Model.InputWidth}x{engine.Model.InputHeight} in {took.TotalMilliseconds:0} ms, {hash}", .. engine.Model.Limits]);
    }

    void IResultReceiver.OnResult(InferenceResult result) => (_infer, _error) = (result.Times.Infer, result.Error);

    void IResultReceiver.OnDropped(in Frame frame, long sequence, FrameOutcome reason) => _error = new UserException($"the picture was dropped: {reason}");

    void IResultReceiver.OnFault(Exception fault) => _error = fault;

    private static string CheckHash(InstalledModel model)
    {
        var hash = FileHash.Of(model.Path);
        return ModelCard.Of(model)?.Sha256 switch
        {
            null => $"sha256 {FileHash.Short(hash)} (nothing to check it against)",
            var said when said.Equals(hash, StringComparison.OrdinalIgnoreCase) => $"sha256 {FileHash.Short(hash)} as in model.json",
            var said => throw new UserException($"sha256 is {hash}, but model.json says {said}"),
        };
    }

    private TimeSpan RunFlatPicture(InferenceEngine engine)
    {
        var grey = new byte[Side * Side * 3];
        grey.AsSpan().Fill(0x80);
        var pinned = GCHandle.Alloc(grey, GCHandleType.Pinned);
        try
        {
            using var stream = engine.OpenStream(new InferenceStreamOptions { Lossless = true }, this);
            stream.Submit(new Frame { Format = PixelFormat.Rgb24, Width = Side, Height = Side, Plane0 = pinned.AddrOfPinnedObject(), Stride0 = Side * 3 }, 0);
            stream.Drain();
        }
        finally
        {
            pinned.Free();
        }

        return _error is null ? _infer : throw new UserException($"one run on a flat picture failed: {_error.Message}", _error);
    }
}
