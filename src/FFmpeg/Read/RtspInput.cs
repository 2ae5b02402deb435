using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using FFmpeg.Native;
using FFmpeg.Rtsp;
using Media;

namespace FFmpeg;

/// <summary>A camera's description and packets as libav's "sdp" demuxer reads them: by callbacks ("custom_io"), on the reader's own thread.</summary>
internal sealed unsafe class RtspInput : IDisposable
{
    /// <summary>What it is called outside.</summary>
    internal const string Container = "rtsp";

    private const string Demuxer = "sdp";

    // Reads of packets go past it; what is written are receiver's reports.
    private const int BufferBytes = 4096;

    private readonly RtspSession _session;
    private readonly RtspProgress _progress;
    private readonly byte[] _description;
    private readonly GCHandle _self;
    private CallbackIoHandle? _text;
    private CallbackIoHandle? _packets;
    private int _textRead;
    private Exception? _fault;

    internal RtspInput(RtspSession session, RtspProgress progress)
    {
        (_session, _progress, _description) = (session, progress, Encoding.Latin1.GetBytes(session.Description.Text));
        _self = GCHandle.Alloc(this);
    }

    internal bool HasAudio => _progress.HasAudio;

    /// <summary>What did not come, where nothing did.</summary>
    internal string Silence => _progress.Silence;

    /// <summary>Throws why the camera was lost, where that is more than libav can tell.</summary>
    internal void ThrowFault()
    {
        if (_fault is not null)
            ExceptionDispatchInfo.Throw(_fault);
    }

    internal FormatHandle OpenFormat(string name, MediaReaderOptions options, Interrupt interrupt)
    {
        _text = Allocate(isWritten: 0, &OnReadText, null);
        _packets = Allocate(isWritten: 1, &OnReadPacket, &OnWritePacket);
        var context = LibAvFormat.avformat_alloc_context();
        var fields = new AvFormatContext(context);
        fields.SetInterrupt(interrupt.ForLibav);
        fields.SetIo(_text.Address);
        nint dictionary = 0;
        foreach (var (key, value) in Options(options))
            _ = LibAvUtil.av_dict_set(ref dictionary, key, value, 0);
        LogCapture.Begin();
        var result = LibAvFormat.avformat_open_input(ref context, "", MediaOpener.FindFormat(Demuxer, name), ref dictionary);
        LibAvUtil.av_dict_free(ref dictionary);
        if (result < 0)
            throw MediaException.From(result, name);
        new AvFormatContext(context).SetIo(_packets.Address);
        return new FormatHandle(context);
    }

    /// <remarks>After the format that reads from it.</remarks>
    public void Dispose()
    {
        _text?.Dispose();
        _packets?.Dispose();
        _session.Dispose();
        _self.Free();
    }

    private IEnumerable<KeyValuePair<string, string>> Options(MediaReaderOptions options)
    {
        foreach (var option in (options with { AllowedFormats = [Demuxer] }).ToLibav(""))
            yield return option;
        yield return new("sdp_flags", "custom_io");
        // Of one TCP connection packets come in order.
        if (!_session.IsUdp)
            yield return new("reorder_queue_size", "0");
    }

    private CallbackIoHandle Allocate(int isWritten, delegate* unmanaged[Cdecl]<nint, byte*, int, int> read, delegate* unmanaged[Cdecl]<nint, byte*, int, int> write) =>
        new(LibAvFormat.avio_alloc_context(LibAvUtil.av_mallocz(BufferBytes), BufferBytes, isWritten, GCHandle.ToIntPtr(_self), read, write, 0));

    private static RtspInput Of(nint state) => (RtspInput)GCHandle.FromIntPtr(state).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnReadText(nint state, byte* buffer, int size)
    {
        var input = Of(state);
        var rest = input._description.AsSpan(input._textRead);
        var count = Math.Min(rest.Length, size);
        rest[..count].CopyTo(new Span<byte>(buffer, size));
        input._textRead += count;
        return count > 0 ? count : Errors.EndOfFile;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnReadPacket(nint state, byte* buffer, int size)
    {
        var input = Of(state);
        try
        {
            return input._session.Receive(new Span<byte>(buffer, size)) is var length and > 0 ? length : Errors.EndOfFile;
        }
        catch (OperationCanceledException)
        {
            return Errors.Exit;
        }
        catch (Exception e)
        {
            // No exception may pass through libav.
            input._fault = e;
            return Errors.Io;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWritePacket(nint state, byte* buffer, int size)
    {
        // A report that cannot be sent is none: that the connection broke is seen by who reads it.
        Of(state)._session.TryReport(new ReadOnlySpan<byte>(buffer, size));
        return size;
    }
}
