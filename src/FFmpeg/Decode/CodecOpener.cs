using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>From a codec's name and parameters to an open libav decoder.</summary>
internal static unsafe class CodecOpener
{
    /// <summary>libav's number of a codec.</summary>
    internal static int IdOf(string codec)
    {
        var descriptor = LibAvCodec.avcodec_descriptor_get_by_name(codec);
        return descriptor is not null ? *descriptor : throw new MediaException(MediaErrorKind.Unsupported, $"this build of FFmpeg knows no codec \"{codec}\"");
    }

    internal static ParametersHandle Parameters(string codec, ReadOnlySpan<byte> extradata)
    {
        var id = IdOf(codec);
        var parameters = new ParametersHandle();
        nint copy = 0;
        if (!extradata.IsEmpty)
        {
            // From libav's allocator, because avcodec_parameters_free frees it.
            copy = LibAvUtil.av_mallocz((nuint)extradata.Length + LibAvCodec.AV_INPUT_BUFFER_PADDING_SIZE);
            if (copy == 0)
                throw new InsufficientMemoryException($"no memory for {extradata.Length} bytes of extradata");
            extradata.CopyTo(new Span<byte>((void*)copy, extradata.Length));
        }
        new AvCodecParameters(parameters.Address).Set(id, copy, extradata.Length);
        return parameters;
    }

    /// <param name="subject">Begins messages.</param>
    internal static CodecHandle Open(string subject, ParametersHandle parameters, VideoDecoderOptions options)
    {
        var codec = options.DecoderName is { } wanted
            ? LibAvCodec.avcodec_find_decoder_by_name(wanted)
            : LibAvCodec.avcodec_find_decoder(new AvCodecParameters(parameters.Address).CodecId);
        if (codec == 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"{subject}: this build of FFmpeg has no decoder {options.DecoderName ?? "for it; H.264, H.265, VP8, VP9, AV1 and MJPEG are known everywhere"}");
        var context = new CodecHandle(codec);
        try
        {
            LogCapture.Begin();
            Configure(context, options);
            var result = LibAvCodec.avcodec_parameters_to_context(context, parameters);
            if (result >= 0)
                result = LibAvCodec.avcodec_open2(context, codec, 0);
            return result >= 0 ? context : throw MediaException.From(result, subject);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static void Configure(CodecHandle context, VideoDecoderOptions options)
    {
        Set(context, "threads", options.Threads == 0 ? "auto" : options.Threads.ToString());
        Set(context, "max_pixels", options.MaxPixels.ToString());
        if (options.LowDelay)
            Set(context, "flags", "+low_delay");
    }

    private static void Set(CodecHandle context, string name, string value)
    {
        var result = LibAvUtil.av_opt_set(context, name, value, 0);
        if (result < 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"{name}={value} was refused: {Errors.Text(result)}");
    }
}
