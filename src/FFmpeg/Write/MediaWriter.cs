using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>Writes one encoder's packets into a file. One thread at a time.</summary>
/// <remarks>A file is whole after <see cref="Complete"/>. Before, or when the process dies, a fragmented one plays up to its last fragment.</remarks>
public sealed class MediaWriter : IDisposable
{
    private readonly OutputHandle _output;
    private readonly string _name;
    private readonly Rational _timeBase;

    private MediaWriter(OutputHandle output, string name, Rational timeBase) => (_output, _name, _timeBase) = (output, name, timeBase);

    /// <summary>Opens the file, over one that is there, and writes its header.</summary>
    /// <param name="path">A file; its name need not tell the container.</param>
    /// <param name="encoder">Whose packets are to be written.</param>
    /// <param name="fragmented">
    /// What is written plays however the process ends. MP4 is then a sequence of fragments, one for each key frame, and Matroska's clusters
    /// last a second; else an MP4 has no index, and cannot be played, until it is complete.
    /// </param>
    /// <exception cref="MediaException">The file cannot be written, or the container cannot hold the codec.</exception>
    public static MediaWriter Create(string path, MediaContainer container, VideoEncoder encoder, bool fragmented)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        LogCapture.Begin();
        Check(LibAvFormat.avformat_alloc_output_context2(out var context, 0, container.Muxer(), null), name);
        var output = new OutputHandle(context);
        try
        {
            return new MediaWriter(output, name, Begin(output, path, name, encoder, fragmented));
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Writes the next packet in decoding order; the packet is empty afterwards.</summary>
    /// <exception cref="MediaException">The disk is full, or the like.</exception>
    public void Write(MediaPacket packet)
    {
        LogCapture.Begin();
        LibAvCodec.av_packet_rescale_ts(packet.Handle, Rational.Clock90kHz, _timeBase);
        new AvPacket(packet.Handle.Address).SetStreamIndex(0);
        var result = LibAvFormat.av_write_frame(_output, packet.Handle);
        LibAvCodec.av_packet_unref(packet.Handle);
        Check(result, _name);
    }

    /// <summary>Writes what stands at the end of a whole file, and closes it.</summary>
    /// <exception cref="MediaException">The disk is full, or the like.</exception>
    public void Complete()
    {
        LogCapture.Begin();
        Check(LibAvFormat.av_write_trailer(_output), _name);
        Check(LibAvFormat.avio_closep(new AvFormatContext(_output.Address).IoField), _name);
    }

    /// <summary>Closes the file as it is.</summary>
    public void Dispose() => _output.Dispose();

    private static Rational Begin(OutputHandle output, string path, string name, VideoEncoder encoder, bool fragmented)
    {
        var format = new AvFormatContext(output.Address);
        var added = LibAvFormat.avformat_new_stream(output, 0);
        if (added == 0)
            throw new InsufficientMemoryException("avformat_new_stream returned null");
        var stream = new AvStream(added);
        Check(LibAvCodec.avcodec_parameters_from_context(stream.Parameters.Address, encoder.Context), name);
        stream.SetTimeBase(Rational.Clock90kHz);
        // With the protocol said, a colon in the path is only a colon.
        Check(LibAvFormat.avio_open(format.IoField, "file:" + path, LibAvFormat.AVIO_FLAG_WRITE), name);
        WriteHeader(output, name, fragmented);
        return stream.TimeBase; // the muxer's own choice
    }

    private static void WriteHeader(OutputHandle output, string name, bool fragmented)
    {
        nint options = 0;
        if (fragmented)
        {
            Add(ref options, "movflags", "frag_keyframe+empty_moov+default_base_moof");
            Add(ref options, "cluster_time_limit", "1000");
            Add(ref options, "flush_packets", "1"); // a killed process takes its buffers along
        }
        var result = LibAvFormat.avformat_write_header(output, ref options);
        LibAvUtil.av_dict_free(ref options);
        Check(result, name);
    }

    private static void Add(ref nint options, string key, string value) => _ = LibAvUtil.av_dict_set(ref options, key, value, 0);

    private static void Check(int result, string name)
    {
        if (result < 0)
            throw MediaException.From(result, name);
    }
}
