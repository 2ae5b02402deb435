using Microsoft.AspNetCore.Http;
using Server.Security;
using Xunit;

namespace Server.Tests.Security;

public sealed class OriginPolicyTests
{
    private static OriginPolicy Policy(string listen, params string[] allowed) => new(new OriginOptions { AllowedOrigins = allowed }, listen);

    [Theory]
    [InlineData("http://127.0.0.1:8000", "127.0.0.1:8000", true), InlineData("http://localhost:8000", "localhost:8000", true), InlineData("http://[::1]:8000", "[::1]:8000", true)]
    [InlineData("https://cam.example", "cam.example", true)] // A proxy ends TLS.
    [InlineData("http://LOCALHOST:8000", "localhost:8000", true)]
    [InlineData("http://localhost:3000", "localhost:8000", false), InlineData("http://evil.example", "127.0.0.1:8000", false)]
    [InlineData("http://127.0.0.1:8000.evil.example", "127.0.0.1:8000", false), InlineData("null", "127.0.0.1:8000", false), InlineData("", "127.0.0.1:8000", false)]
    public void A_page_of_the_server_itself_is_admitted_and_no_other(string origin, string host, bool admitted) =>
        Assert.Equal(admitted, Policy("127.0.0.1").AllowsOrigin(origin, new HostString(host)));

    [Theory]
    [InlineData("https://panel.example", true), InlineData("https://PANEL.example", true), InlineData("null", true)]
    [InlineData("http://panel.example", false), InlineData("https://panel.example:444", false), InlineData("https://a.panel.example", false)]
    public void A_page_that_is_listed_is_admitted(string origin, bool admitted) =>
        Assert.Equal(admitted, Policy("127.0.0.1", "https://panel.example", "null").AllowsOrigin(origin, new HostString("127.0.0.1:8000")));

    [Fact]
    public void A_star_admits_all() => Assert.True(Policy("127.0.0.1", "*").AllowsOrigin("https://anybody.example", new HostString("127.0.0.1:8000")));

    // The address of a name is its owner's choice, so a name that nobody configured may be another site's.
    [Theory]
    [InlineData("127.0.0.1:8000", true), InlineData("[::1]:8000", true), InlineData("localhost", true), InlineData("stream.localhost:8000", true), InlineData("", true)]
    [InlineData("evil.example:8000", false), InlineData("localhost.evil.example", false), InlineData("cam.example", false)]
    public void On_loopback_a_host_is_an_address_or_localhost(string host, bool known) =>
        Assert.Equal(known, Policy("127.0.0.1").AllowsHost(host.Length == 0 ? default : new HostString(host)));

    [Fact]
    public void A_proxys_name_is_known_once_its_origin_is_listed()
    {
        Assert.True(Policy("127.0.0.1", "https://cam.example").AllowsHost(new HostString("cam.example")));
        Assert.True(Policy("127.0.0.1", "*").AllowsHost(new HostString("anything.example")));
        Assert.False(Policy("::1", "https://cam.example").AllowsHost(new HostString("cam.example:8000")));
    }

    [Fact]
    public void A_server_that_was_opened_to_the_network_has_any_name() => Assert.True(Policy("0.0.0.0").AllowsHost(new HostString("gate.factory.example")));

    [Theory]
    [InlineData("https://panel.example", true), InlineData("http://10.0.0.7:3000", true), InlineData("*", true), InlineData("null", true), InlineData("HTTP://Panel.example", true)]
    [InlineData("panel.example", false), InlineData("https://panel.example/", false), InlineData("https://panel.example/page", false), InlineData("https://", false), InlineData("", false)]
    public void An_option_is_an_origin_without_a_path(string text, bool sound) => Assert.Equal(sound, OriginPolicy.IsOrigin(text));
}
