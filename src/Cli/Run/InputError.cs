using Media;

namespace Cli.Run;

/// <summary>Says what is wrong with an input in words for somebody who knows nothing of libav.</summary>
internal static class InputError
{
    private const string NotMedia = "neither a video that FFmpeg can read nor a JPEG, PNG or WebP picture";

    /// <summary>Types of the boxes that an MP4 or QuickTime file may begin with.</summary>
    private static readonly string[] Mp4Boxes = ["ftyp", "mdat", "free", "skip", "wide", "pnot"];

    /// <summary>One line: the input as the user typed it, what is wrong, and what to do where there is something.</summary>
    public static string Describe(string input, MediaException fault) => $"{UrlRedactor.Redact(input)}: {Sentence(input, fault)}";

    /// <summary>The fault without the name of the input.</summary>
    public static string Reason(string input, MediaException fault)
    {
        var name = (IsUrl(input) ? UrlRedactor.Redact(input) : Path.GetFileName(input)) + ": ";
        return fault.Message.StartsWith(name, StringComparison.Ordinal) ? fault.Message[name.Length..] : fault.Message;
    }

    public static bool IsUrl(string input) => input.Contains("://", StringComparison.Ordinal);

    private static string Sentence(string input, MediaException fault)
    {
        var reason = Reason(input, fault);
        return fault.Kind switch
        {
            MediaErrorKind.NotFound when !IsUrl(input) => "no such file",
            MediaErrorKind.NoVideoStream when !IsUrl(input) => "there is no video in it, only sound or data; name a file with pictures",
            // What was seen of it is told already.
            MediaErrorKind.InvalidData when IsUrl(input) || reason.StartsWith("it is ", StringComparison.Ordinal) => reason,
            MediaErrorKind.InvalidData when reason == "the file is empty" || File.Exists(input) && OfflineInput.IsPicture(input) => reason,
            MediaErrorKind.InvalidData when reason.StartsWith("moov atom not found", StringComparison.Ordinal) && IsMp4(input) =>
                "an MP4 without its index (moov atom), as a recording or copy that was cut off leaves; record or copy it again",
            MediaErrorKind.InvalidData => NotMedia,
            MediaErrorKind.Io when !IsUrl(input) => $"cannot be read as a video: {reason}",
            _ => reason,
        };
    }

    private static bool IsMp4(string path)
    {
        if (!File.Exists(path))
            return true;
        // size(4, big endian) type(4)
        Span<byte> box = stackalloc byte[8];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(box, box.Length, throwOnEndOfStream: false) == box.Length
            && Mp4Boxes.Contains(System.Text.Encoding.Latin1.GetString(box[4..]));
    }
}
