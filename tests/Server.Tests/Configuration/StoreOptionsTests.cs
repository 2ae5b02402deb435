using Microsoft.Extensions.Configuration;
using Server.Host;
using Sinks.Store;
using Streaming;
using Xunit;

namespace Server.Tests.Configuration;

public sealed class StoreOptionsTests
{
    private static ServerConfiguration Read(params (string Key, string Value)[] settings) =>
        ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build(), settings.Select(setting => setting.Key));

    [Fact]
    public void A_file_is_the_default() => Assert.Equal((StoreKind.Sqlite, 90), (Read().Store.Kind, Read().Store.RetentionDays));

    [Theory]
    [InlineData("Postgres", null, "is needed with Store:Kind Postgres"), InlineData("Postgres", "  ", "is needed")]
    [InlineData("Postgres", "Host=h;Password=a;s3cret;b", "is no connection string"), InlineData("Postgres", "s3cret", "is no connection string")]
    [InlineData("Postgres", "Host=h;Port=s3cret", "is no connection string"), InlineData("Postgres", "Username=s3cret", "is no connection string")]
    [InlineData("Sqlite", "Host=h;Password=s3cret", "is for Store:Kind Postgres"), InlineData("None", "s3cret", "is for Store:Kind Postgres")]
    public void A_connection_string_that_does_not_fit_is_told_without_repeating_it(string kind, string? connectionString, string told)
    {
        (string, string)[] settings = connectionString is null ? [("Store:Kind", kind)] : [("Store:Kind", kind), ("Store:ConnectionString", connectionString)];
        var message = Assert.Throws<UserException>(() => Read(settings)).Message;
        Assert.Contains("1 fault:\n  Store:ConnectionString: ", message, StringComparison.Ordinal);
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Store:Kind", "MySql", "one of Sqlite, Postgres, None"), InlineData("Store:RetentionDays", "0", "between 1 and 3660")]
    public void Bounds_are_told(string key, string value, string told) => Assert.Contains(told, Assert.Throws<UserException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_as_text_hold_no_password() =>
        Assert.DoesNotContain("s3cret", $"{Read(("Store:Kind", "Postgres"), ("Store:ConnectionString", "Host=h;Password=s3cret"))}", StringComparison.Ordinal);
}
