using System.Diagnostics;
using System.Globalization;

namespace Fuzz;

/// <summary>How long a target is fuzzed, and with which mutations: others in each run, unless STREAM_FUZZ_SEED says which.</summary>
/// <param name="Seconds">0: until <paramref name="Inputs"/> were fed.</param>
internal sealed record FuzzBudget(int Seed, int Seconds, int Inputs)
{
    /// <summary>One for all targets of a run.</summary>
    public static readonly int RunSeed = Read("STREAM_FUZZ_SEED") ?? Random.Shared.Next();

    private readonly long _start = Stopwatch.GetTimestamp();

    public static FuzzBudget FromEnvironment(int inputs) => new(RunSeed, Read("STREAM_FUZZ_SECONDS") ?? 0, inputs);

    public bool Allows(long fed) => Seconds > 0 ? Stopwatch.GetElapsedTime(_start).TotalSeconds < Seconds : fed < Inputs;

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
