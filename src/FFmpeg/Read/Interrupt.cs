using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FFmpeg.Native;

namespace FFmpeg;

/// <summary>libav asks this, about ten times a second, whether a blocking call shall give up.</summary>
internal sealed unsafe class Interrupt : IDisposable
{
    private GCHandle _self;
    private long _deadline = long.MaxValue;
    private volatile bool _aborted;
    private CancellationToken _cancel;

    internal Interrupt() => _self = GCHandle.Alloc(this);

    internal InterruptCallback ForLibav => new((nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnPoll, GCHandle.ToIntPtr(_self));

    internal bool TimedOut => Stopwatch.GetTimestamp() >= Volatile.Read(ref _deadline);

    /// <summary>Sets the bounds of the next blocking call.</summary>
    internal void Begin(TimeSpan timeout, CancellationToken cancel)
    {
        _cancel = cancel;
        Extend(timeout);
    }

    /// <summary>Moves the bound of the call now running: it goes well, and takes longer.</summary>
    internal void Extend(TimeSpan timeout) => Volatile.Write(ref _deadline, Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency));

    /// <summary>A blocking call shall give up.</summary>
    internal bool IsOver => _aborted || _cancel.IsCancellationRequested || TimedOut;

    /// <exception cref="OperationCanceledException">A blocking call shall give up; which of the reasons it was is its caller's to tell.</exception>
    internal void ThrowIfOver()
    {
        if (IsOver)
            throw new OperationCanceledException();
    }

    /// <summary>Ends the call now running, and every later one, from any thread.</summary>
    internal void Abort() => _aborted = true;

    internal bool Aborted => _aborted;

    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnPoll(nint state)
    {
        var interrupt = (Interrupt)GCHandle.FromIntPtr(state).Target!;
        return interrupt.IsOver ? 1 : 0;
    }
}
