using System.Runtime.InteropServices;

namespace FFmpeg.Native;

internal static unsafe partial class LibAvCodec
{
    internal const int AV_PKT_FLAG_KEY = 1;
    internal const int AV_PKT_FLAG_CORRUPT = 2;
    internal const int AV_PKT_DATA_DISPLAYMATRIX = 5;
    internal const int AVDISCARD_ALL = 48;

    /// <summary>Zero bytes that must follow extradata: bit readers run past the end.</summary>
    internal const int AV_INPUT_BUFFER_PADDING_SIZE = 64;

    [LibraryImport(Libraries.AvCodec)]
    internal static partial uint avcodec_version();

    [LibraryImport(Libraries.AvCodec)]
    internal static partial nint avcodec_get_name(int codecId);

    [LibraryImport(Libraries.AvCodec, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int* avcodec_descriptor_get_by_name(string name);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial nint avcodec_find_decoder(int codecId);

    [LibraryImport(Libraries.AvCodec, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint avcodec_find_decoder_by_name(string name);

    [LibraryImport(Libraries.AvCodec, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint avcodec_find_encoder_by_name(string name);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial nint avcodec_alloc_context3(nint codec);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial void avcodec_free_context(ref nint context);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_open2(CodecHandle context, nint codec, nint options);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial void avcodec_flush_buffers(CodecHandle context);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_send_packet(CodecHandle context, PacketHandle packet);

    /// <summary>A null packet: no more will come, the frames held back are to be drained.</summary>
    [LibraryImport(Libraries.AvCodec, EntryPoint = "avcodec_send_packet")]
    internal static partial int avcodec_send_end(CodecHandle context, nint none);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_receive_frame(CodecHandle context, FrameHandle frame);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_send_frame(CodecHandle context, FrameHandle frame);

    /// <summary>A null frame: no more will come, the packets held back are to be drained.</summary>
    [LibraryImport(Libraries.AvCodec, EntryPoint = "avcodec_send_frame")]
    internal static partial int avcodec_send_last_frame(CodecHandle context, nint none);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_receive_packet(CodecHandle context, PacketHandle packet);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_parameters_from_context(nint parameters, CodecHandle context);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial nint avcodec_parameters_alloc();

    [LibraryImport(Libraries.AvCodec)]
    internal static partial void avcodec_parameters_free(ref nint parameters);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_parameters_copy(ParametersHandle destination, nint source);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int avcodec_parameters_to_context(CodecHandle context, ParametersHandle parameters);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial nint av_packet_alloc();

    [LibraryImport(Libraries.AvCodec)]
    internal static partial void av_packet_free(ref nint packet);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial int av_new_packet(PacketHandle packet, int size);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial void av_packet_unref(PacketHandle packet);

    /// <summary>The source is empty then.</summary>
    [LibraryImport(Libraries.AvCodec)]
    internal static partial void av_packet_move_ref(PacketHandle destination, PacketHandle source);

    [LibraryImport(Libraries.AvCodec)]
    internal static partial void av_packet_rescale_ts(PacketHandle packet, Rational from, Rational to);
}
