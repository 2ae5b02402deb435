using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Load.WebRtc;

/// <summary>How long a new publisher takes to send a megabit a second: browsers begin with 0.3 and ask for more as their feedback allows.</summary>
internal static class BitrateClimb
{
    private const long Megabit = 1_000_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <returns>Seconds since its offer; null: it had not by then.</returns>
    public static async Task<double?> Measure(Uri server, string session, CancellationToken lifetime)
    {
        using var http = new HttpClient { BaseAddress = server };
        try
        {
            while (true)
            {
                var diagnosis = await http.GetFromJsonAsync<JsonNode>($"/v1/webrtc/diagnose/{session}", lifetime);
                if (diagnosis!["video"]!["bitsPerSecond"]!.GetValue<long>() >= Megabit)
                    return (TimeProvider.System.GetUtcNow() - diagnosis["started"]!.GetValue<DateTimeOffset>()).TotalSeconds;
                await Task.Delay(PollInterval, lifetime);
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
