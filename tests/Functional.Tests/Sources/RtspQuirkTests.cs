using Functional.Tests.Field;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>The ways of RTSP cameras that people report, by the optional shared camera: what becomes of a stream of each, and what it says.</summary>
public sealed class RtspQuirkTests(RtspQuirkTests.Run run) : IClassFixture<RtspQuirkTests.Run>
{
    private const string Login = "admin:pw@";

    // Quirk, credentials, state at last, words of the last error.
    private static readonly (string Quirk, string Login, string State, string? Error)[] Rows =
    [
        ("plain", "", "live", null), ("md5", Login, "live", null), ("qop", Login, "live", null), ("sha256", Login, "live", null), ("sha256first", Login, "live", null),
        ("md5", "", "failed", "it wants credentials (Digest MD5): write user:password@ before the host of its URL"),
        ("md5", "admin:s3cret@", "failed", "it refused the user or the password (Digest MD5)"), ("sha256", "admin:s3cret@", "failed", "it refused the user or the password (Digest SHA-256)"),
        ("badpw", Login, "failed", "it refused the user or the password (Digest MD5)"),
        ("nooptions", "", "live", null), ("redirect", "", "live", null), ("nobase", "", "live", null), ("otherch", "", "live", null), ("meta", "", "live", null), ("garbage", "", "live", null),
        ("nosprop", "", "live", null), ("badsprop", "", "live", null), ("latesps", "", "live", null), ("longgop", "", "live", null), ("longgopnosprop", "", "live", null),
        ("audiofirst", "", "live", null), ("audiofirstlong", "", "live", null),
        ("onlyaudio", "", "reconnecting", "it has no video stream, only audio PCMA: is video switched on in the camera?"),
        ("busy", "", "reconnecting", "the camera answers DESCRIBE with 453 Not Enough Bandwidth"), ("503", "", "reconnecting", "the camera answers DESCRIBE with 503 Service Unavailable"),
    ];

    public static TheoryData<string, string> Quirks => [.. Rows.Select(row => (row.Quirk, row.Login))];

    [Theory, MemberData(nameof(Quirks))]
    public async Task A_camera_is_played_or_says_why_not(string quirk, string login)
    {
        var (_, _, state, error) = Rows.Single(row => (row.Quirk, row.Login) == (quirk, login));
        var server = run.Server;
        var id = run.Id(quirk, login);
        await Eventually.Be(async () => (await server.Stream(id)).Text("state") == state && (state != "live" || (await server.Stream(id)).Number("frames", "inferred") > 0), $"{quirk} is {state}");
        var stream = await server.Stream(id);
        Assert.DoesNotContain("s3cret", stream.ToJsonString(), StringComparison.Ordinal);
        if (error is not null)
            Assert.Contains(error, stream.Text("lastError"), StringComparison.Ordinal);
        else
            Assert.Equal(0, (int)stream.Number("reconnects"));
    }

    /// <summary>All of them on one server, at once.</summary>
    public sealed class Run : IAsyncLifetime
    {
        private readonly Dictionary<(string, string), string> _ids = [];
        private string? _missing;
        private FieldPeer? _camera;
        private ServerFixture? _server;

        internal ServerFixture Server
        {
            get
            {
                Assert.SkipWhen(_missing is not null, _missing ?? "");
                return _server!;
            }
        }

        internal string Id(string quirk, string login) => _ids[(quirk, login)];

        public async ValueTask InitializeAsync()
        {
            try
            {
                _camera = await FieldPeer.Start("rtsp-camera.py");
                _server = await ServerFixture.Start();
                foreach (var row in Rows)
                    _ids[(row.Quirk, row.Login)] = await _server.Create(new { url = $"rtsp://{row.Login}127.0.0.1:{_camera.Port}/{row.Quirk}" });
            }
            catch (PeerMissingException e)
            {
                _missing = e.Message;
            }
        }

        public async ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            if (_server is not null)
            {
                Assert.DoesNotContain(_server.Log.Lines, line => line.Contains("s3cret", StringComparison.Ordinal));
                await _server.DisposeAsync();
            }

            _camera?.Dispose();
        }
    }
}
