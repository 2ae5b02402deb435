using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Server.History;
using Sinks.Sqlite;
using Sinks.Store;
using Xunit;

namespace Server.Tests.History;

public sealed class StorePageTests
{
    [Fact]
    public async Task No_more_requests_read_at_once_than_may()
    {
        using var services = new ServiceCollection().AddSingleton(new HistoryLimit(2)).BuildServiceProvider();
        using var store = new SqliteStore("unused");
        var held = new TaskCompletionSource<IResult>();
        Task<IResult> Ask(out HttpContext context) => StorePage.Answer(context = new DefaultHttpContext { RequestServices = services }, store, _ => held.Task);

        Task<IResult>[] reading = [Ask(out _), Ask(out _)];
        var refused = Assert.IsType<ProblemHttpResult>(await Ask(out var context));
        Assert.Equal((503, "1"), (refused.StatusCode, context.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("Store:MaxConcurrentReads", refused.ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.All(reading, one => Assert.False(one.IsCompleted));

        held.SetResult(Results.Empty);
        await Task.WhenAll(reading);
        Assert.Equal(Results.Empty, await Ask(out _));
    }

    // Whatever the answer, its place is free again.
    [Fact]
    public async Task A_store_that_fails_keeps_no_place()
    {
        using var services = new ServiceCollection().AddSingleton(new HistoryLimit(1)).BuildServiceProvider();
        using var store = new SqliteStore("unused");
        for (var i = 0; i < 3; i++)
        {
            var answer = await StorePage.Answer(new DefaultHttpContext { RequestServices = services }, store, _ => throw new StoreException("gone"));
            Assert.Contains("/readyz", Assert.IsType<ProblemHttpResult>(answer).ProblemDetails.Detail, StringComparison.Ordinal);
        }
    }
}
