using GrpcHosting.Metadata;

namespace GrpcHosting.Calls;

/// <summary>Cancelled when the client's grpc-timeout has passed or the client has gone; without a timeout the latter alone.</summary>
internal sealed class CallDeadline : IDisposable
{
    public const string Header = "grpc-timeout";

    // What a timer can hold, 49 days; nobody's call lives longer.
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly CancellationToken _gone;
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _link;

    private CallDeadline(DateTimeOffset? at, CancellationTokenSource? source, CancellationToken gone)
    {
        At = at;
        _gone = gone;
        _source = source;
        _link = source is null ? default : gone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
    }

    public DateTimeOffset? At { get; }

    public CancellationToken Token => _source?.Token ?? _gone;

    public bool HasPassed => _source is { IsCancellationRequested: true } && !_gone.IsCancellationRequested;

    /// <param name="timeout">The header's value; empty for none.</param>
    /// <exception cref="GrpcException">INTERNAL: it is malformed.</exception>
    public static CallDeadline Start(string timeout, TimeProvider time, CancellationToken gone)
    {
        if (timeout.Length == 0)
            return new(null, null, gone);
        if (!GrpcTimeout.TryParse(timeout, out var length))
            throw new GrpcException(GrpcStatus.Internal, $"{Header} '{timeout}' is not one to eight digits and one of H M S m u n");

        var now = time.GetUtcNow();
        var at = length < DateTimeOffset.MaxValue - now ? now + length : DateTimeOffset.MaxValue;
        return new(at, length <= s_longestTimer ? new CancellationTokenSource(length, time) : null, gone);
    }

    public void Dispose()
    {
        _link.Dispose();
        _source?.Dispose();
    }
}
