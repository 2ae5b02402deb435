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

    /// <summary>What the grammar is made of, so that mutation finds it sooner.</summary>
    public virtual IEnumerable<string> Tokens => [];

    /// <summary>Inputs of a run without STREAM_FUZZ_SECONDS: about a second.</summary>
    protected virtual int BriefInputs => 20_000;

    /// <returns>Whether the input was accepted. Refusing it is no fault; an exception is, and so is a failed assertion.</returns>
    public abstract bool Feed(byte[] input);

    [Fact]
    public void Seeds_are_accepted() => Assert.All(Seeds, seed => Assert.True(Feed(seed)));

    [Fact]
    public async Task Mutated_seeds_are_read_or_refused()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var loop = Task.Run(() => Loop(FuzzBudget.FromEnvironment(BriefInputs), cancelled), cancelled);
        for (long seen = -1; !loop.IsCompleted; await Task.WhenAny(loop, Task.Delay(Hang, cancelled)))
        {
            var count = Interlocked.Read(ref _count);
            Assert.True(count != seen, $"{GetType().Name} does not come back from {Convert.ToBase64String(_current)}");
            seen = count;
        }
        await loop;
    }

    private void Loop(FuzzBudget budget, CancellationToken cancelled)
    {
        foreach (var find in Finds)
            FeedOne(Convert.FromBase64String(find), budget);

        var mutator = new Mutator(budget.Seed, [.. Seeds], [.. Tokens]);
        while (budget.Allows(_count) && !cancelled.IsCancellationRequested)
            FeedOne(mutator.Next(), budget);
    }

    private void FeedOne(byte[] input, FuzzBudget budget)
    {
        _current = input;
        try
        {
            Feed(input);
        }
        catch (Exception e)
        {
            Assert.Fail($"{GetType().Name}, seed {budget.Seed}, input {_count}: {Convert.ToBase64String(input)}\n{e}");
        }
        Interlocked.Increment(ref _count);
    }
}
