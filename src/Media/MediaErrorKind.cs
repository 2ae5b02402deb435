namespace Media;

/// <summary>What a caller can do something about.</summary>
public enum MediaErrorKind
{
    /// <summary>No such file, or HTTP 404.</summary>
    NotFound,

    /// <summary>The file's permissions, or HTTP 401/403.</summary>
    AccessDenied,

    /// <summary>The protocol or container is not on the allow-list.</summary>
    NotAllowed,

    /// <summary>The bytes are not what they claim to be: no index, no header, not a picture.</summary>
    InvalidData,

    /// <summary>A container without a video stream.</summary>
    NoVideoStream,

    /// <summary>No decoder, demuxer or protocol for it in this build.</summary>
    Unsupported,

    /// <summary>A picture or stream larger than the configured bounds.</summary>
    TooLarge,

    /// <summary>The open or read timeout passed.</summary>
    Timeout,

    /// <summary>The video goes on as another, of another codec, which only opening the input again can follow.</summary>
    Changed,

    /// <summary>Any other failure of a disk or network.</summary>
    Io,
}
