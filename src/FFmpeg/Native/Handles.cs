using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>A native object of ours, counted while it lives so that tests can prove that nothing leaks.</summary>
internal abstract class NativeHandle : SafeHandle
{
    private static int s_live;

    protected NativeHandle(nint value, string allocator) : base(0, ownsHandle: true)
    {
        if (value == 0)
            throw new InsufficientMemoryException($"{allocator} returned null");
        SetHandle(value);
        Interlocked.Increment(ref s_live);
    }

    internal static int Live => Volatile.Read(ref s_live);

    public override bool IsInvalid => handle == 0;

    /// <summary>The address, for reading fields while the owner keeps this handle open.</summary>
    internal nint Address => handle;

    protected sealed override bool ReleaseHandle()
    {
        Free();
        Interlocked.Decrement(ref s_live);
        return true;
    }

    protected abstract void Free();
}

/// <summary>AVFormatContext opened for reading.</summary>
/// <param name="io">What it reads from, where that is not its own; it ends with it.</param>
internal sealed class FormatHandle(nint opened, IoHandle? io = null) : NativeHandle(opened, "avformat_open_input")
{
    protected override void Free()
    {
        // One that no demuxer took would close what it reads from itself.
        if (io is not null && new AvFormatContext(handle).FormatName.Length == 0)
            new AvFormatContext(handle).SetIo(0);
        LibAvFormat.avformat_close_input(ref handle);
        io?.Dispose();
    }
}

/// <summary>AVIOContext of a URL.</summary>
internal sealed class IoHandle(nint opened) : NativeHandle(opened, "avio_open2")
{
    private static readonly Offsets At = Offsets.Current;

    /// <summary>It gives any part of what it has (of HTTP: the server takes ranges).</summary>
    internal bool IsSeekable => (Field.Get<int>(handle, At.IoSeekable) & 1) != 0;

    protected override void Free() => _ = LibAvFormat.avio_close(handle);
}

/// <summary>AVFormatContext for writing, and the file it has open.</summary>
internal sealed class OutputHandle(nint allocated) : NativeHandle(allocated, "avformat_alloc_output_context2")
{
    protected override void Free()
    {
        _ = LibAvFormat.avio_closep(new AvFormatContext(handle).IoField);
        LibAvFormat.avformat_free_context(handle);
    }
}

/// <summary>AVIOContext whose bytes come from callbacks, and its buffer.</summary>
internal sealed class CallbackIoHandle(nint allocated) : NativeHandle(allocated, "avio_alloc_context")
{
    protected override void Free()
    {
        LibAvUtil.av_free(Field.Get<nint>(handle, Offsets.Current.IoBuffer));
        LibAvFormat.avio_context_free(ref handle);
    }
}

/// <summary>AVCodecContext.</summary>
internal sealed class CodecHandle(nint codec) : NativeHandle(LibAvCodec.avcodec_alloc_context3(codec), "avcodec_alloc_context3")
{
    protected override void Free() => LibAvCodec.avcodec_free_context(ref handle);
}

/// <summary>AVCodecParameters of our own.</summary>
internal sealed class ParametersHandle() : NativeHandle(LibAvCodec.avcodec_parameters_alloc(), "avcodec_parameters_alloc")
{
    protected override void Free() => LibAvCodec.avcodec_parameters_free(ref handle);
}

/// <summary>AVPacket.</summary>
internal sealed class PacketHandle() : NativeHandle(LibAvCodec.av_packet_alloc(), "av_packet_alloc")
{
    protected override void Free() => LibAvCodec.av_packet_free(ref handle);
}

/// <summary>AVFrame.</summary>
internal sealed class FrameHandle() : NativeHandle(LibAvUtil.av_frame_alloc(), "av_frame_alloc")
{
    protected override void Free() => LibAvUtil.av_frame_free(ref handle);
}

/// <summary>SwsContext.</summary>
internal sealed class ScalerHandle(nint context) : NativeHandle(context, "sws_getContext")
{
    protected override void Free() => LibSwScale.sws_freeContext(handle);
}
