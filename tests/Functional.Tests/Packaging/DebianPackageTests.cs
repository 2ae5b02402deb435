using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Functional.Tests.Packaging;

/// <summary>The packages on a bare Debian 12: installed, used, upgraded, removed.</summary>
[Collection(nameof(Packages))]
public sealed partial class DebianPackageTests(Packages packages) : IAsyncLifetime
{
    private const string Render = "stream scene export /tmp/pictures --frames 1 --source 'test://people?count=3&seed=7&size=640x480'", Picture = "/tmp/pictures/images/";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private DebianRoot _root = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _root = await DebianRoot.Start(packages.Debian);
        File.Copy(packages.Debian, _root.File("/tmp/stream.deb"));
        File.Copy(packages.Tarball, _root.File("/tmp/stream.tar.gz"));
    }

    public ValueTask DisposeAsync()
    {
        _root?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Installed_it_detects_people_and_tells_what_it_is()
    {
        // With what it depends on, and no more.
        await _root.Run("dpkg -i /tmp/stream.deb");
        Assert.Equal($"stream {packages.Version}+{Packages.Origin[0].Split('=')[1][..12]}\n", await _root.Run("stream --version && ! stream-server --version | grep -v stream"));
        Assert.DoesNotContain("./stream", await _root.Run("stream --help"), StringComparison.Ordinal);
        await Detects();
        Assert.Equal("", await _root.Run("find /usr/lib/stream -name '*.so' -exec ldd {} + | grep 'not found' || true"));
        // Where a model is pulled to, the program finds it.
        await _root.Run("mkdir /var/lib/stream/models/mine && cp -r /usr/lib/stream/models/person-pose/1 /var/lib/stream/models/mine/1");
        var models = JsonNode.Parse(await _root.Run("stream models list --json"))!.AsArray();
        Assert.Equal(["mine", "person-pose"], models.Select(model => model!["name"]!.GetValue<string>()));
        Assert.StartsWith(".TH STREAM 1", await _root.Run("zcat /usr/share/man/man1/stream.1.gz"), StringComparison.Ordinal);
        Assert.Equal("models", (await _root.Run("source /usr/share/bash-completion/completions/stream; COMP_WORDS=(stream mo) COMP_CWORD=1; _stream; echo $COMPREPLY")).TrimEnd());
    }

    [Fact]
    public async Task The_service_serves_as_its_own_user_and_keeps_its_data()
    {
        await _root.Run($"dpkg -i /tmp/stream.deb && {Render}");
        Assert.Equal("640 root:stream /etc/stream/appsettings.json\n755 stream:stream /var/lib/stream\n755 root:root /var/lib/stream/models\n",
            await _root.Run("stat -c '%a %U:%G %n' /etc/stream/appsettings.json /var/lib/stream /var/lib/stream/models"));
        var unit = await File.ReadAllTextAsync(_root.File("/usr/lib/systemd/system/stream.service"), Cancel);
        using var service = _root.Launch(
            $"cd {Setting(unit, "WorkingDirectory")} && umask {Setting(unit, "UMask")} && exec setpriv --reuid={Setting(unit, "User")} --regid={Setting(unit, "Group")} --init-groups --no-new-privs " +
            $"{Setting(unit, "ExecStart")} --set Server:HttpPort=0 --set Server:GrpcPort=0 --set Server:MetricsPort=0 --set WebRtc:Port=0");
        try
        {
            var answer = await Detect(await Listening(service.StandardOutput));
            Assert.Contains("person", answer["objects"]!.AsArray().Select(found => found!["label"]!.GetValue<string>()));
        }
        finally
        {
            // The mounts' process has become the server's.
            service.Signal("TERM");
        }

        var said = service.StandardOutput.ReadToEndAsync(Cancel);
        await service.WaitForExitAsync(Cancel);
        Assert.True(service.ExitCode == 0, await said + await service.StandardError.ReadToEndAsync(Cancel));
        var written = (await _root.Run("find /var/lib/stream -mindepth 1 ! -path '*/models' -printf '%U:%m %p\\n'")).TrimEnd().Split('\n');
        var user = (await _root.Run("id -u stream")).TrimEnd();
        Assert.NotEmpty(written[0]);
        Assert.All(written, line => Assert.Matches($"^{user}:[67]00 ", line));
    }

    [Fact]
    public async Task Removed_and_purged_it_leaves_what_was_there_and_what_is_the_users()
    {
        // A program and a completion of the same name, as ImageMagick and bash-completion have them.
        await _root.Run("""
            printf '#!/bin/sh\necho ImageMagick\n' >/usr/bin/stream-im6 && chmod +x /usr/bin/stream-im6
            update-alternatives --quiet --install /usr/bin/stream stream /usr/bin/stream-im6 60
            mkdir -p /usr/share/bash-completion/completions && echo '# ImageMagick' >/usr/share/bash-completion/completions/stream
            """);
        var before = await _root.Listing();
        await _root.Run("dpkg -i /tmp/stream.deb");
        Assert.StartsWith("stream ", await _root.Run("stream --version"), StringComparison.Ordinal);
        await _root.Run("echo '{}' >/etc/stream/cameras.json && sed -i 's/8000/9000/' /etc/stream/appsettings.json && chmod 600 /etc/stream/appsettings.json && touch /var/lib/stream/streams.jsonl");

        // An upgrade asks nothing and changes nothing of the user's.
        await _root.Run("dpkg -i /tmp/stream.deb </dev/null");
        Assert.Equal("1 600\n", await _root.Run("echo $(grep -c 9000 /etc/stream/appsettings.json) $(stat -c %a /etc/stream/appsettings.json)"));

        await _root.Run("dpkg -r stream");
        Assert.Equal("ImageMagick\n", await _root.Run("stream"));
        Assert.Equal("# ImageMagick\n", await _root.Run("cat /usr/share/bash-completion/completions/stream"));
        Assert.Equal("/etc/stream/appsettings.json\n/etc/stream/cameras.json\n/var/lib/stream/streams.jsonl\n", await _root.Run("find /etc/stream /var/lib/stream -type f | sort; ! ls -d /usr/lib/stream 2>/dev/null"));

        await _root.Run("dpkg -P stream");
        Assert.Equal(["/etc/stream", "/etc/stream/cameras.json"], (await _root.Listing()).Except(before));
        Assert.Empty(before.Except(await _root.Listing()));
        Assert.Equal("", await _root.Run("getent passwd stream || getent group stream || true"));
        Assert.Equal("", await _root.Run("dpkg-divert --list '*stream*'"));
    }

    [Fact]
    public async Task The_archive_installs_by_its_script_and_goes_without_a_trace()
    {
        await _root.Run("tar -xzf /tmp/stream.tar.gz -C /tmp");
        var before = await _root.Listing();
        // Again, as after an upgrade: what was pulled stays.
        var said = await _root.Run("mkdir -p /opt/stream/models/mine && touch /opt/stream/models/mine/kept && /tmp/stream-*/install.sh && /tmp/stream-*/install.sh && ls /opt/stream/models/mine/kept");
        Assert.Contains("Stream is in /opt/stream, and /usr/local/bin/stream starts it.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing", said, StringComparison.Ordinal);
        await _root.Run("ln -s /usr/local/bin/stream /usr/bin/stream");
        await Detects();
        await _root.Run("rm /usr/bin/stream && /tmp/stream-*/install.sh --remove");
        var left = (await _root.Listing()).Except(before);
        Assert.All(left, path => Assert.Matches("^/usr/local/share/(bash-completion(/completions)?|man/man1)$", path));
    }

    [Fact]
    public async Task The_archive_tells_what_is_missing_and_how_to_get_it()
    {
        await _root.Run("tar -xzf /tmp/stream.tar.gz -C /tmp && dpkg --purge --force-depends libsrtp2-1 && ldconfig");
        var said = await _root.Run("HOME=/home/me setpriv --reuid=65534 --regid=65534 --clear-groups true; mkdir -m 777 -p /home/me; HOME=/home/me setpriv --reuid=65534 --regid=65534 --clear-groups /tmp/stream-*/install.sh");
        Assert.Contains("Stream is in /home/me/.local/lib/stream, and /home/me/.local/bin/stream starts it.", said, StringComparison.Ordinal);
        Assert.EndsWith("Missing on this machine: libsrtp2.so. Debian and Ubuntu: sudo apt-get install ffmpeg libsrtp2-1\n", said, StringComparison.Ordinal);
    }

    /// <summary>`stream run` finds people in a picture that it rendered itself.</summary>
    private async Task Detects()
    {
        await _root.Run(Render);
        var result = JsonNode.Parse(await _root.Run($"stream run {Picture}* --json - 2>/dev/null"))!;
        Assert.Contains("person", result["objects"]!.AsArray().Select(found => found!["label"]!.GetValue<string>()));
        await _root.Run("stream doctor");
        // ONNX Runtime would keep an identity of the machine there, for its telemetry.
        Assert.False(Directory.Exists(_root.File("/root/.cache/Microsoft")));
    }

    private async Task<JsonNode> Detect(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        await Eventually.Be(async () => (await http.GetAsync("/readyz", Cancel)).IsSuccessStatusCode, "ready", limit: StartLimit);
        var picture = new ByteArrayContent(await File.ReadAllBytesAsync(Directory.GetFiles(_root.File(Picture)).Single(), Cancel));
        picture.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await http.PostAsync("/v1/detect", picture, Cancel);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancel))!;
    }

    private async Task<Uri> Listening(StreamReader log)
    {
        var first = await log.ReadLineAsync(Cancel);
        Assert.Contains($"Stream {packages.Version}+", first, StringComparison.Ordinal);
        while (await log.ReadLineAsync(Cancel).AsTask().WaitAsync(StartLimit, Cancel) is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
                return new Uri(address.Groups["http"].Value);
        }

        throw new IOException("the server ended at its start");
    }

    private static string Setting(string unit, string name) => unit.Split('\n').Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal)).Split('=', 2)[1];

    [GeneratedRegex(@"Listening on (?<http>http://\S+) ")]
    private static partial Regex Address();
}
