using Spectre.Console;
using Streaming.Models;
using Streaming.Models.Pull;

namespace Cli.Models;

/// <summary>A download on standard error: a bar on a terminal, a plain line now and then elsewhere.</summary>
internal static class PullProgress
{
    public static Task<T> Show<T>(string name, Func<IProgress<Downloaded>, Task<T>> work) =>
        Console.IsErrorRedirected ? work(new PlainLines(Console.Error, TimeProvider.System)) : ShowBar(name, work);

    private static Task<T> ShowBar<T>(string name, Func<IProgress<Downloaded>, Task<T>> work) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(progress => work(new Bar(progress.AddTask(Markup.Escape(name), autoStart: true, maxValue: double.MaxValue))));

    private sealed class Bar(ProgressTask task) : IProgress<Downloaded>
    {
        public void Report(Downloaded value)
        {
            task.IsIndeterminate = value.Total is null;
            task.MaxValue = value.Total ?? double.MaxValue;
            task.Value = value.Bytes;
        }
    }

    /// <summary>Where it starts, every five seconds, and where it ends.</summary>
    private sealed class PlainLines(TextWriter error, TimeProvider time) : IProgress<Downloaded>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

        private long? _written;

        public void Report(Downloaded value)
        {
            if (value.Bytes != value.Total && _written is { } written && time.GetElapsedTime(written) < Interval)
                return;
            _written = time.GetTimestamp();
            error.WriteLine(value.Total is { } total ? $"{ByteSize.Text(value.Bytes)} of {ByteSize.Text(total)}" : ByteSize.Text(value.Bytes));
        }
    }
}
