using System.Diagnostics;

namespace Load;

/// <summary>One measured stretch of work.</summary>
/// <param name="FramesPerSecond">By the wall clock.</param>
/// <param name="CpuMilliseconds">Of the whole process, per frame.</param>
/// <param name="AllocatedBytes">On the managed heap by all threads, per frame.</param>
internal readonly record struct Window(double FramesPerSecond, double CpuMilliseconds, double AllocatedBytes)
{
    public static Window Measure(int frames, Action<int> work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        work(frames);
        var elapsed = Stopwatch.GetElapsedTime(started);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(frames / elapsed.TotalSeconds, cpu.TotalMilliseconds / frames, (double)allocated / frames);
    }

    /// <summary>As one piece of work, that others do.</summary>
    public static async Task<Window> MeasureAsync(Func<Task> work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await work();
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new(1 / elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}

/// <summary>Neighbours in time: bare runs and the pipeline, with the pipeline's mean stage times.</summary>
internal readonly record struct WindowPair(Window Bare, Window Pipeline, StageMeans Stages)
{
    public double Ratio => Pipeline.FramesPerSecond / Bare.FramesPerSecond;

    public double CpuRatio => Bare.CpuMilliseconds / Pipeline.CpuMilliseconds;
}

/// <summary>Mean milliseconds a frame spent in each stage.</summary>
internal readonly record struct StageMeans(double Decode, double Queue, double Preprocess, double Infer, double Postprocess);
