using System.CommandLine;
using Cli;
using FFmpeg;
using Grpc.Core;
using Inference.Model;
using Load.Sinks;
using Media;
using Sinks.Store;
using Streaming;
using WebRtc;

namespace Load;

/// <summary>What all benches do alike: measure, print, write the figures where --json says, and tell a fault in one line.</summary>
internal static class Bench
{
    /// <summary>Exit statuses: it was not measured; the figures break a promise; a program is missing (as automake's tests say it).</summary>
    private const int Failed = 1, Broken = 2, Skipped = 77;

    public static Command Create<T>(string name, string description, Option[] options, Func<ParseResult, CancellationToken, Task<T>> measure)
        where T : Report
    {
        var json = new Option<string?>("--json") { Description = "Write the figures to FILE.", HelpName = "FILE" };
        var command = new Command(name, description);
        foreach (var option in options.Append(json))
            command.Add(option);
        command.SetAction((arguments, stop) => Run(arguments.GetValue(json), () => measure(arguments, stop)));
        return command;
    }

    private static async Task<int> Run<T>(string? path, Func<Task<T>> measure)
        where T : Report
    {
        try
        {
            // Before the measuring: minutes later would be late to learn that it cannot be written.
            using var file = path is null ? null : OutputFile.Create(path);
            var report = await measure();
            report.Print();
            if (file is not null)
                report.Write(file);
            return report.BrokenPromise() is { } promise ? await Say(promise, Broken) : 0;
        }
        catch (PeerMissingException e)
        {
            return await Say(e.Reason, Skipped);
        }
        catch (Exception e) when (e is UserException or MediaException or ModelLoadException or StoreException or WebRtcException or RpcException
            or HttpRequestException or IOException or InvalidDataException or TimeoutException or ArgumentOutOfRangeException)
        {
            return await Say(e.Message, Failed);
        }
    }

    private static async Task<int> Say(string line, int status)
    {
        await Console.Error.WriteLineAsync($"stream: {line}");
        return status;
    }
}
