using Streaming;

namespace Cli.Run;

/// <summary>That nothing is written over an input or over another result.</summary>
internal static class RunNames
{
    /// <exception cref="UserException">It would be.</exception>
    public static void Check(RunOptions options, IReadOnlyList<RunInput> inputs)
    {
        (string Option, string? Name)[] outputs = [("--json", options.Json), ("--csv", options.Csv), ("--coco", options.Coco), ("--video", options.Video)];
        var named = outputs.Where(output => output.Name is not null).Select(output => (output.Option, Name: output.Name!, Path: output.Name == "-" ? "-" : Path.GetFullPath(output.Name!))).ToList();
        var read = inputs.Where(input => !InputError.IsUrl(input.Word)).Select(input => Path.GetFullPath(input.Word)).ToHashSet();
        foreach (var output in named.Where(output => read.Contains(output.Path)))
            throw new UserException($"{output.Name}: is the input; name another file for the results");
        if (named.GroupBy(output => output.Path).FirstOrDefault(same => same.Count() > 1)?.ToList() is [var first, var second, ..])
            throw new UserException($"{second.Name}: is named by both {first.Option} and {second.Option}; name two files");
        if (options.Image is { } folder && read.FirstOrDefault(path => Path.GetDirectoryName(path) == Path.GetFullPath(folder).TrimEnd('/')) is { } input)
            throw new UserException($"{folder}: {Path.GetFileName(input)} lies there; name another folder for the pictures, so that none is written over");
        if (inputs.Count > 1 && options.Video is { } video && Path.GetExtension(video).Length > 0 && !Directory.Exists(video))
            throw new UserException($"{video}: is one file for {inputs.Count} inputs; name a folder for --video");
    }

    /// <summary>The file of an input's annotated video; null for none.</summary>
    public static string? VideoOf(RunOptions options, IReadOnlyList<RunInput> inputs, RunInput input)
    {
        if (options.Video is not { } video || inputs.Count == 1)
            return options.Video;
        Directory.CreateDirectory(video);
        return Path.Combine(video, $"{input.Name}.mp4");
    }
}
