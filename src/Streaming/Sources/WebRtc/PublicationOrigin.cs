using Media;

namespace Streaming.Sources.WebRtc;

/// <summary>The origin of a stream that one publication makes and ends.</summary>
public sealed class PublicationOrigin(WebRtcSource source, string url) : ISourceOrigin
{
    public string Url => url;

    public IIngestSource Open(CancellationToken stop)
    {
        source.WaitUntilOpen(stop);
        return source;
    }

    public bool MayReturn(MediaErrorKind error) => false;
}
