using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>What the server says of a session.</summary>
internal static class Diagnosis
{
    public static async Task<JsonNode> Of(ServerFixture server, string session) =>
        (await server.Http.GetFromJsonAsync<JsonNode>($"/v1/webrtc/diagnose/{session}", TestContext.Current.CancellationToken))!;

    public static async Task<(string State, string Reason)> State(ServerFixture server, string session)
    {
        var diagnosis = await Of(server, session);
        return (diagnosis.Text("state"), diagnosis.Text("reason"));
    }

    public static async Task<IEnumerable<string>> Codes(ServerFixture server, string session) =>
        (await Of(server, session))["findings"]!.AsArray().Select(finding => finding!.Text("code"));
}
