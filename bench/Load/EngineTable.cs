using System.Globalization;
using Spectre.Console;

namespace Load;

/// <summary>The engine bench for people: one column a clip.</summary>
internal static class EngineTable
{
    private static readonly (string Name, string Format, Func<ClipFigures, double> Of)[] Rows =
    [
        ("bare runs, frames/s", "0.0", clip => clip.BareFps),
        ("pipeline, frames/s", "0.0", clip => clip.PipelineFps),
        ("pipeline / bare", "0.000", clip => clip.Ratio),
        ("the same by CPU time", "0.000", clip => clip.CpuRatio),
        ("bare CPU, ms a frame", "0.0", clip => clip.BareCpuMs),
        ("pipeline CPU, ms a frame", "0.0", clip => clip.PipelineCpuMs),
        ("allocated, bytes a frame", "0.0", clip => clip.AllocatedBytes),
        ("decode, ms", "0.00", clip => clip.StageMs.Decode),
        ("queue, ms", "0.00", clip => clip.StageMs.Queue),
        ("preprocess, ms", "0.00", clip => clip.StageMs.Preprocess),
        ("infer, ms", "0.00", clip => clip.StageMs.Infer),
        ("postprocess, ms", "0.00", clip => clip.StageMs.Postprocess),
    ];

    public static void Print(EngineReport report)
    {
        var setup = report.Setup;
        Console.WriteLine($"{report.Model} {setup.InputSize}x{setup.InputSize} on {setup.Device}: {setup.Lanes} lanes of {setup.ThreadsPerLane} threads, batch {setup.BatchSize}");
        Console.WriteLine($"{report.Machine.Cores} cores {report.Machine.Cpu}, load {report.Machine.LoadAverage:0.00}, {report.Machine.Commit}; {report.FramesPerWindow} frames a window, medians");

        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var clip in report.Clips)
            table.AddColumn(new TableColumn(Markup.Escape($"{clip.Clip}\n{clip.Video}")).RightAligned());
        foreach (var (name, format, figure) in Rows)
            table.AddRow([name, .. report.Clips.Select(clip => figure(clip).ToString(format, CultureInfo.InvariantCulture))]);
        AnsiConsole.Write(table);
    }
}
