using System.Net;
using Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WebRtc.Tests.Endpoint;

namespace WebRtc.Tests.Interop;

/// <summary>An endpoint behind the smallest signalling there is: POST /offer gives the answer. GET / is the page that publishes a browser's camera.</summary>
internal sealed class OfferEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly LossyRelay? _relay;

    private OfferEndpoint(VideoCodec codec, double lost, bool overTcp)
    {
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        Endpoint = new(new() { Listen = any, ListenTcp = overTcp ? any : null, Codecs = [codec] }, TimeProvider.System);
        if (lost > 0)
            _relay = new(Endpoint.LocalEndPoint, lost);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "Peers/publish.html"), "text/html"));
        _server.MapPost("/offer", async (HttpRequest request) => Answer(await new StreamReader(request.Body).ReadToEndAsync()));
        _server.MapPost("/fault", async (HttpRequest request) => Fault = await new StreamReader(request.Body).ReadToEndAsync());
    }

    public WebRtcEndpoint Endpoint { get; }

    public CollectingReceiver Receiver { get; } = new();

    public PeerConnection? Peer { get; private set; }

    /// <summary>What stops the peer; null: nothing yet.</summary>
    public string? Fault { get; private set; }

    public string Url => _server.Urls.First();

    /// <param name="lost">Fraction of the media packets.</param>
    /// <param name="overTcp">No other candidate is told.</param>
    public static async Task<OfferEndpoint> Open(VideoCodec codec, double lost = 0, bool overTcp = false)
    {
        var door = new OfferEndpoint(codec, lost, overTcp);
        await door._server.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _relay?.Dispose();
        await Endpoint.DisposeAsync();
    }

    private IResult Answer(string offer)
    {
        var result = Endpoint.Accept(offer, Receiver);
        Peer = result.Peer;
        if (Peer is null)
            Fault = result.Problem;
        return Peer is null ? Results.Text(result.Problem, statusCode: 400) : Results.Text(Told(Peer.Answer));
    }

    private string Told(string answer)
    {
        if (_relay is not null)
            return answer.Replace($" {Endpoint.LocalEndPoint.Port} ", $" {_relay.LocalEndPoint.Port} ", StringComparison.Ordinal);
        if (Endpoint.LocalTcpEndPoint is null)
            return answer;
        return string.Join("\r\n", answer.Split("\r\n").Where(line => !line.Contains(" udp ", StringComparison.Ordinal)));
    }
}
