using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Media;
using Server.Grpc;
using Streaming.Sources;
using V1 = Wire.V1;

namespace Server.Publishing;

/// <summary>What a client pushes, out of its messages.</summary>
internal static class PushMessages
{
    private const int MaxExtradata = 64 * 1024, MaxSide = 16384;

    public static PushFormat Format(V1.OpenStream open) => open.FormatCase switch
    {
        V1.OpenStream.FormatOneofCase.Encoded => Encoded(open.Encoded),
        V1.OpenStream.FormatOneofCase.Raw => PushFormat.Of(Layout(open.Raw)),
        _ => throw GrpcFaults.BadField("open.format", "encoded or raw is required"),
    };

    /// <summary>The request's unit as the stream takes it.</summary>
    public static EncodedUnit Unit(V1.StreamRequest request, PushFormat format, long arrival) => (request.MessageCase, format.Raw) switch
    {
        (V1.StreamRequest.MessageOneofCase.Unit, null) => Unit(request.Unit, format.Codec, arrival),
        (V1.StreamRequest.MessageOneofCase.Frame, { } layout) => Frame(request.Frame, layout, arrival),
        (V1.StreamRequest.MessageOneofCase.Open, _) => throw GrpcFaults.BadField("open", "may come once"),
        (V1.StreamRequest.MessageOneofCase.None, _) => throw GrpcFaults.BadField("message", "is empty"),
        (_, null) => throw GrpcFaults.BadField("frame", "the stream was opened for encoded units"),
        _ => throw GrpcFaults.BadField("unit", "the stream was opened for raw frames"),
    };

    private static PushFormat Encoded(V1.EncodedFormat format) => format.Extradata.Length <= MaxExtradata
        ? PushFormat.Encoded(Codec(format.Codec), format.Extradata.Memory)
        : throw GrpcFaults.BadField("open.encoded.extradata", $"has {format.Extradata.Length} bytes; it may have {MaxExtradata}");

    private static VideoCodec Codec(V1.Codec codec) => codec switch
    {
        V1.Codec.H264 => VideoCodec.H264,
        V1.Codec.H265 => VideoCodec.Hevc,
        V1.Codec.Vp8 => VideoCodec.Vp8,
        V1.Codec.Vp9 => VideoCodec.Vp9,
        V1.Codec.Av1 => VideoCodec.Av1,
        V1.Codec.Jpeg => VideoCodec.Mjpeg,
        V1.Codec.Png => VideoCodec.Png,
        _ => throw GrpcFaults.BadField("open.encoded.codec", $"{(int)codec} is none of the known codecs"),
    };

    private static RawLayout Layout(V1.RawFormat format)
    {
        var pixels = format.PixelFormat switch
        {
            V1.PixelFormat.I420 => PixelFormat.I420,
            V1.PixelFormat.Nv12 => PixelFormat.Nv12,
            V1.PixelFormat.Rgb24 => PixelFormat.Rgb24,
            _ => throw GrpcFaults.BadField("open.raw.pixel_format", $"{(int)format.PixelFormat} is none of the known formats"),
        };
        return new(
            pixels, Side("width", format.Width), Side("height", format.Height),
            format.Bt709 ? ColorMatrix.Bt709 : ColorMatrix.Bt601, format.FullRange ? ColorRange.Full : ColorRange.Limited);
    }

    private static int Side(string field, int pixels) =>
        pixels is >= 1 and <= MaxSide ? pixels : throw GrpcFaults.BadField($"open.raw.{field}", $"is {pixels}; it must be in 1..{MaxSide}");

    private static EncodedUnit Unit(V1.EncodedUnit unit, VideoCodec codec, long arrival) => unit.Data.IsEmpty
        ? throw GrpcFaults.BadField("unit.data", "is empty")
        : EncodedUnit.Of(unit.Data.Memory, Times("unit", unit.Pts90Khz, unit.CaptureTime, arrival), KeyUnit.Is(codec, unit.Data.Span));

    private static EncodedUnit Frame(V1.RawFrame frame, RawLayout layout, long arrival) => frame.Data.Length == layout.Bytes
        ? EncodedUnit.Of(layout.Pin(frame.Data.Memory, Times("frame", frame.Pts90Khz, frame.CaptureTime, arrival)))
        : throw GrpcFaults.BadField("frame.data", $"has {frame.Data.Length} bytes; {layout.Width}x{layout.Height} {layout.Format.ToString().ToUpperInvariant()} has {layout.Bytes}");

    private static FrameTimes Times(string message, long pts, Timestamp? captured, long arrival)
    {
        try
        {
            return new(pts, (uint)pts, captured?.ToDateTimeOffset(), arrival, default);
        }
        catch (InvalidOperationException)
        {
            throw GrpcFaults.BadField($"{message}.capture_time", "is no time of the years 1 to 9999");
        }
    }
}
