using Xunit;

namespace Fuzz;

/// <summary>One parser under fuzz: derive, and both tests run for it.</summary>
public abstract class FuzzTarget
{
    /// <summary>No input of ours takes a millisecond; this leaves room for a machine that does other work.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private byte[] _current = [];
    private long _count;

    /// <summary>Sound input, that mutation starts from.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Input that once did harm, in base64, each with a comment that tells the bug.</summary>
    public virtual IEnumerable<string> Finds => [];

    /// <summary>What mutation starts from: the seeds, and what guided fuzzing found beside them (README.md).</summary>
    public IEnumerable<byte[]> Bases =>
        Path.Combine(Checkout.Root, "tests", "Fuzz", "Corpus", GetType().Name + ".txt") is var corpus && File.Exists(corpus)
            ? Seeds.Concat(File.ReadLines(corpus).Select(Convert.FromBase64String)) : Seeds;

    /// <summary>What the grammar is made of, so that mutation finds it sooner.</summary>
    public virtual IEnumerable<string> Tokens => [];

    /// <summary>Inputs of a run without STREAM_FUZZ_SECONDS: about a second.</summary>
    protected virtual int BriefInputs => 20_000;

    /// <param name="name">Of its class.</param>
    public static FuzzTarget Of(string name) => typeof(FuzzTarget).Assembly.GetTypes().SingleOrDefault(type => type.Name == name && type.IsAssignableTo(typeof(FuzzTarget))) is { } type
        ? (FuzzTarget)Activator.CreateInstance(type)!
        : throw new ArgumentException($"no target is called {name}");

    /// <returns>Whether the input was accepted. Refusing it is no fault; an exception is, and so is a failed assertion.</returns>
    public abstract bool Feed(byte[] input);

    [Fact]
    public void Seeds_are_accepted() => Assert.All(Seeds, seed => Assert.True(Feed(seed)));

    [Fact]
    public async Task Mutated_seeds_are_read_or_refused()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var budget = FuzzBudget.FromEnvironment(BriefInputs);
        var loop = Task.Run(() => Loop(budget, cancelled), cancelled);
        for (long seen = -1; !loop.IsCompleted; await Task.WhenAny(loop, Task.Delay(Hang, cancelled)))
        {
            var count = Interlocked.Read(ref _count);
            Assert.True(count != seen, $"{GetType().Name}, STREAM_FUZZ_SEED={budget.Seed}, does not come back from {Convert.ToBase64String(_current)}");
            seen = count;
        }
        await loop;
    }

    // A target is fed on a thread of its own, which may block.
#pragma warning disable RS0030
    internal static void Await(Task task) => task.GetAwaiter().GetResult();

    protected static T AwaitOf<T>(Task<T> task) => task.GetAwaiter().GetResult();
#pragma warning restore RS0030

    private void Loop(FuzzBudget budget, CancellationToken cancelled)
    {
        foreach (var find in Finds)
            FeedOne(Convert.FromBase64String(find), budget);

        var mutator = new Mutator(budget.Seed, [.. Bases], [.. Tokens]);
        while (budget.Allows(_count) && !cancelled.IsCancellationRequested)
            FeedOne(mutator.Next(), budget);
    }

    /// <exception cref="Xunit.Sdk.XunitException">Of what it does: the input as a line for <see cref="Finds"/>.</exception>
    public void FeedAndTell(byte[] input, string which)
    {
        try
        {
            Feed(input);
        }
        catch (Exception e)
        {
            Assert.Fail($"{GetType().Name}, {which}: {Convert.ToBase64String(input)}\n{e}");
        }
    }

    private void FeedOne(byte[] input, FuzzBudget budget)
    {
        _current = input;
        FeedAndTell(input, $"STREAM_FUZZ_SEED={budget.Seed}, input {_count}");
        Interlocked.Increment(ref _count);
    }
}
