using System.Net;
using System.Text;
using Wire.V1;
using Xunit;

namespace Functional.Tests;

/// <summary>A viewer of one stream's results by server-sent events, read as WHATWG HTML, 9.2.6, has it.</summary>
internal sealed class ServeEvents : IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private ServeEvents(HttpClient http, HttpResponseMessage answer, Stream body) => (_http, _answer, _lines) = (http, answer, new StreamReader(body));

    public sealed record Event(string Type, string Id, string Data)
    {
        public FrameResult Result => FrameResultJson.Parse(Encoding.UTF8.GetBytes(Data));
    }

    public HttpResponseMessage Answer => _answer;

    /// <summary>Milliseconds that the server asks a client to wait before it connects again.</summary>
    public int? Retry { get; private set; }

    public static HttpRequestMessage Request(string stream) =>
        new(HttpMethod.Get, $"/v1/streams/{stream}/results") { Headers = { { "Accept", "text/event-stream" } } };

    /// <param name="receiveBuffer">Bytes that the system takes in before the viewer reads; 0 = as many as it likes.</param>
    public static async Task<ServeEvents> Connect(Uri server, string stream, int receiveBuffer = 0)
    {
        var http = new HttpClient(ServeReceiver.Handler(receiveBuffer)) { BaseAddress = server };
        var answer = await http.SendAsync(Request(stream), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new(http, answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event; null once the server has ended the answer.</summary>
    public async Task<Event?> Next()
    {
        var (type, id, data) = ("message", "", new List<string>());
        while (await _lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0 && data.Count > 0)
                return new(type, id, string.Join('\n', data));
            var (field, value) = line.Split(": ", 2) is [var name, var rest] ? (name, rest) : (line, "");
            switch (field)
            {
                case "event": type = value; break;
                case "id": id = value; break;
                case "data": data.Add(value); break;
                case "retry": Retry = int.Parse(value); break;
            }
        }

        return null;
    }

    /// <summary>Up to so many results, or all until the server says that there are no more.</summary>
    public async Task<List<FrameResult>> Take(int count = int.MaxValue)
    {
        var results = new List<FrameResult>();
        while (results.Count < count && await Next() is { Type: "message" } next)
            results.Add(next.Result);
        return results;
    }

    public void Dispose()
    {
        _answer.Dispose();
        _http.Dispose();
    }
}
