using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>AVIOInterruptCB.</summary>
internal readonly record struct InterruptCallback(nint Callback, nint State);

internal static unsafe partial class LibAvFormat
{
    internal const int AVSEEK_FLAG_BYTE = 2;
    internal const int AV_DISPOSITION_ATTACHED_PIC = 0x400;
    internal const int AVIO_FLAG_WRITE = 2;
    internal const int AVIO_FLAG_READ = 1;

    [LibraryImport(Libraries.AvFormat)]
    internal static partial uint avformat_version();

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avformat_network_init();

    [LibraryImport(Libraries.AvFormat)]
    internal static partial nint avformat_alloc_context();

    [LibraryImport(Libraries.AvFormat, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint av_find_input_format(string name);

    /// <remarks>Frees the context and writes null when it fails.</remarks>
    [LibraryImport(Libraries.AvFormat, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int avformat_open_input(ref nint context, string url, nint inputFormat, ref nint options);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial void avformat_close_input(ref nint context);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avformat_find_stream_info(FormatHandle context, nint options);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int av_find_best_stream(FormatHandle context, int mediaType, int wanted, int related, nint decoder, int flags);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int av_read_frame(FormatHandle context, PacketHandle packet);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avformat_seek_file(FormatHandle context, int stream, long min, long timestamp, long max, int flags);

    [LibraryImport(Libraries.AvFormat, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int avformat_alloc_output_context2(out nint context, nint format, string formatName, string? url);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial void avformat_free_context(nint context);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial nint avformat_new_stream(OutputHandle context, nint codec);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial nint avformat_new_stream(nint context, nint codec);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avformat_write_header(OutputHandle context, ref nint options);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int av_write_frame(OutputHandle context, PacketHandle packet);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int av_write_trailer(OutputHandle context);

    /// <param name="buffer">Of av_malloc; it belongs to the context, which may put another in its place.</param>
    [LibraryImport(Libraries.AvFormat)]
    internal static partial nint avio_alloc_context(
        nint buffer, int bufferSize, int isWritten, nint state, delegate* unmanaged[Cdecl]<nint, byte*, int, int> read,
        delegate* unmanaged[Cdecl]<nint, byte*, int, int> write, nint seek);

    /// <remarks>Leaves its buffer.</remarks>
    [LibraryImport(Libraries.AvFormat)]
    internal static partial void avio_context_free(ref nint context);

    /// <param name="io">Address of the context's field for it.</param>
    [LibraryImport(Libraries.AvFormat, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int avio_open(nint io, string url, int flags);

    /// <param name="io">Address of the field, which becomes null.</param>
    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avio_closep(nint io);

    [LibraryImport(Libraries.AvFormat, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int avio_open2(out nint io, string url, int flags, in InterruptCallback interrupt, ref nint options);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avio_close(nint io);

    /// <returns>Bytes, at least one; what is there, without waiting for more.</returns>
    [LibraryImport(Libraries.AvFormat)]
    internal static partial int avio_read_partial(nint io, byte* buffer, int size);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial long avio_seek(nint io, long offset, int whence);

    /// <returns>Negative where it is not known.</returns>
    [LibraryImport(Libraries.AvFormat)]
    internal static partial long avio_size(nint io);

    [LibraryImport(Libraries.AvFormat)]
    internal static partial byte* av_stream_get_side_data(nint stream, int type, out nuint size);
}
