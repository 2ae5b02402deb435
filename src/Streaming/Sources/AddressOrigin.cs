using Media;

namespace Streaming.Sources;

/// <summary>A URL: opened by us, and again when a camera was lost.</summary>
internal sealed class AddressOrigin(SourceAddress address, SourceOptions source, IngestOptions options, TimeProvider time) : ISourceOrigin
{
    public string Url => address.Redacted;

    public bool OutlivesServer => true;

    public IIngestSource Open(CancellationToken stop) => address.Kind == SourceKind.Test
        ? new SceneSource(address.Target, source.Realtime, time)
        : MediaSource.Open(address, source, options, time, stop);

    /// <summary>A camera that is switched off answers nothing, refuses, or says not found.</summary>
    public bool MayReturn(MediaErrorKind error) => address.Kind is SourceKind.Network or SourceKind.Device
        && error is MediaErrorKind.Io or MediaErrorKind.Timeout or MediaErrorKind.NotFound or MediaErrorKind.InvalidData or MediaErrorKind.NoVideoStream or MediaErrorKind.Changed;
}

/// <summary>Where a stream's video is from: something that can be opened, and opened again when it was lost.</summary>
public interface ISourceOrigin
{
    /// <summary>As a URL that is fit for logs and answers: without credentials.</summary>
    string Url { get; }

    /// <summary>Another run of the server can open it too.</summary>
    bool OutlivesServer => false;

    /// <summary>Opening it waits until somebody comes: no pause is needed before it is opened again.</summary>
    bool WaitsForPublisher => false;

    /// <exception cref="MediaException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    IIngestSource Open(CancellationToken stop);

    /// <summary>Whether a source that failed so may be back.</summary>
    bool MayReturn(MediaErrorKind error);

    /// <summary>It is not opened any more: whoever waits to be read is sent away.</summary>
    void Close()
    {
    }
}
