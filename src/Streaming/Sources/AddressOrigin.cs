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
        && error is MediaErrorKind.Io or MediaErrorKind.Timeout or MediaErrorKind.NotFound or MediaErrorKind.InvalidData or MediaErrorKind.NoVideoStream;
}
