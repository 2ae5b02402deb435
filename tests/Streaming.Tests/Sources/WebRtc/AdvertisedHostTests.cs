using Streaming.Sources.WebRtc;
using Xunit;

namespace Streaming.Tests.Sources.WebRtc;

public sealed class AdvertisedHostTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", 0), InlineData("192.0.2.7:40000", "192.0.2.7", 40000), InlineData("2001:db8::7", "2001:db8::7", 0), InlineData("[2001:db8::7]:40000", "2001:db8::7", 40000)]
    [InlineData("stream.example", "stream.example", 0), InlineData("stream.example:40000", "stream.example", 40000), InlineData("localhost", "localhost", 0)]
    public void A_host_has_a_name_or_an_address_and_maybe_a_port(string text, string name, int port) =>
        Assert.Equal(new AdvertisedHost(name, port), AdvertisedHost.Parse(text));

    [Theory, InlineData(""), InlineData("a b"), InlineData("stream.example:"), InlineData("stream.example:70000"), InlineData("http://stream.example"), InlineData("a:b:c")]
    public void Anything_else_is_none(string text) => Assert.Null(AdvertisedHost.Parse(text));

    [Fact]
    public async Task A_name_becomes_its_addresses()
    {
        var addresses = await AdvertisedHost.Parse("localhost:7")!.ResolveAsync(TestContext.Current.CancellationToken);
        Assert.Contains(addresses, address => $"{address}" is "127.0.0.1:7" or "[::1]:7");
        var unknown = await Assert.ThrowsAsync<UserException>(() => AdvertisedHost.Parse("nowhere.invalid")!.ResolveAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("WebRtc:AdvertisedHosts=nowhere.invalid: ", unknown.Message, StringComparison.Ordinal);
    }
}
