namespace Sinks;

/// <summary>What the value of a published result is.</summary>
public enum ValueFormat
{
    /// <summary>stream.v1.FrameResult, byte for byte as it is in the log.</summary>
    Protobuf,

    /// <summary>The same as JSON, see proto/stream/v1/frame_result.schema.json.</summary>
    Json,

    /// <summary>The minimal JSON schema of DeepStream's nvmsgconv, with poses; see <see cref="DeepStreamJson"/>.</summary>
    DeepStream,
}
