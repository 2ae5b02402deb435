using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>A resolver that hangs: nothing waits for it longer than for any other source that does not answer.</summary>
public sealed class SourceLookUpTests
{
    // In place of the system's: hangs for what is called hang.*.
    private const string Resolver = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <netdb.h>
        #include <string.h>
        #include <unistd.h>
        int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
            if (name && !strncmp(name, "hang.", 5)) { sleep(300); return EAI_AGAIN; }
            int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = dlsym(RTLD_NEXT, "getaddrinfo");
            return real(name, service, hints, found);
        }
        """;

    [Fact]
    public async Task A_look_up_that_hangs_ends_at_the_timeout_and_holds_up_no_removal_and_no_stop()
    {
        using var folder = new TemporaryFolder();
        var library = await Compile(folder);
        await using var server = await TinyServer.Listening(("LD_PRELOAD", library), "Ingest:TimeoutSeconds=1", "Ingest:ReconnectMinMilliseconds=10");
        foreach (var scheme in (string[])["http", "rtsp", "rtmp", "srt"])
            using (await server.Http.PostAsJsonAsync("/v1/streams", new { id = scheme, url = $"{scheme}://hang.example:8554/live" }, TestContext.Current.CancellationToken)) { }
        await Eventually.Be(async () => (await Streams(server)).All(stream => stream!.Number("reconnects") > 1), "each is tried again");
        Assert.All(await Streams(server), stream => Assert.Contains("its name could not be looked up within 1 s", stream!.Text("lastError"), StringComparison.Ordinal));

        var started = Stopwatch.GetTimestamp();
        using (await server.Http.DeleteAsync("/v1/streams/http", TestContext.Current.CancellationToken)) { }
        server.Signal("TERM");
        Assert.Equal(0, await server.Exit());
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
    }

    private static async Task<JsonArray> Streams(ServerProcess server) =>
        (await server.Http.GetFromJsonAsync<JsonNode>("/v1/streams", TestContext.Current.CancellationToken))!["streams"]!.AsArray();

    private static async Task<string> Compile(TemporaryFolder folder)
    {
        var (source, library) = (folder.File("resolver.c"), folder.File("resolver.so"));
        await File.WriteAllTextAsync(source, Resolver, TestContext.Current.CancellationToken);
        try
        {
            using var compiler = Process.Start("gcc", ["-shared", "-fPIC", "-w", source, "-o", library, "-ldl"]);
            await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("gcc is not installed");
        }

        return library;
    }
}
