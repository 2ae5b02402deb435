using System.Security.Cryptography;
using System.Text;

namespace Streaming.StreamFiles;

/// <summary>Reads the file of streams at the start, and again whenever it is changed.</summary>
/// <remarks>
/// It is looked at once a second rather than watched: editors put another file in its place, and Kubernetes exchanges a link two folders above.
/// What was read is used once it is the same a second later, so that no half-written file is.
/// </remarks>
internal sealed class StreamFileService(StreamFileOptions options, StreamFileFollower follower, TimeProvider time, ILogger<StreamFileService> log) : BackgroundService
{
    private const long MaxBytes = 4_000_000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly string _path = options.File is { } file ? Path.GetFullPath(file) : "";
    private FileState _used = FileState.None;
    private FileState _seen = FileState.None;

    /// <exception cref="UserException">Lists every fault of the file by its line.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.File is null)
            return;
        _used = _seen = Read();
        if (await Follow(_used) is { Count: > 0 } faults)
            throw new UserException(Told(faults));
        await base.StartAsync(cancellationToken);
    }

    /// <summary>What is done every second.</summary>
    internal async Task Look()
    {
        var now = Read();
        if (now.Mark == _used.Mark)
        {
            follower.AddWaiting();
        }
        else if (now.Mark == _seen.Mark)
        {
            _used = now;
            if (await Follow(now) is { Count: > 0 } faults)
                log.StreamFileFaulty(Told(faults));
        }

        _seen = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task<IReadOnlyList<StreamFileFault>> Follow(FileState state) => state.Text is null
        ? [new(0, state.Problem)]
        : await follower.Follow(state.Text, options.File!);

    private string Told(IReadOnlyList<StreamFileFault> faults) =>
        $"{options.File} has {faults.Count} fault{(faults.Count > 1 ? "s" : "")}:\n  {string.Join("\n  ", faults)}";

    private FileState Read()
    {
        try
        {
            if (new FileInfo(_path).Length > MaxBytes)
                return FileState.Unreadable($"has more than {MaxBytes} bytes");
            var text = File.ReadAllText(_path);
            var secrets = new SecretText(Path.GetDirectoryName(_path)!, Environment.GetEnvironmentVariable);
            var parsed = StreamFileText.Parse(text, secrets);
            return new FileState(parsed, "", Mark([text, .. secrets.Files.Select(Content)]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileState.Unreadable($"cannot be read: {(e is UnauthorizedAccessException ? "permission denied" : e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message)}");
        }
    }

    private static string Content(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // A secret is not kept longer than it is used.
    private static string Mark(IEnumerable<string> texts) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))));

    /// <param name="Mark">Other texts, and other secrets in them, have another.</param>
    private sealed record FileState(StreamFileText? Text, string Problem, string Mark)
    {
        public static FileState None { get; } = new(null, "", "");

        public static FileState Unreadable(string problem) => new(null, problem, problem);
    }
}
