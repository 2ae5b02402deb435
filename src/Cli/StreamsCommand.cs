using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cli.Models;
using Streaming;
using Streaming.StreamFiles;
using Streaming.Streams;

namespace Cli;

/// <summary>`./stream streams export`: the streams of a server as a file for `serve --streams`.</summary>
internal static partial class StreamsCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Data folder of the server, whose streams.jsonl has the URLs with their passwords.", HelpName = "DIR", DefaultValueFactory = _ => "data" };
    private static readonly Option<string?> Address = new("--server") { Description = "Ask a running server instead, such as http://localhost:8000. It shows no secret: ${ID_SECRET} stands for each, a variable to set where the file is used.", HelpName = "URL" };
    private static readonly Option<StreamFileFormat> Format = OptionOf.Choice("--format", "How the file is written.", StreamFileFormat.Yaml);

    private static readonly JsonSerializerOptions Json = ApiJson.Configure(new(JsonSerializerDefaults.Web));

    private enum StreamFileFormat
    {
        Yaml,
        Json,
    }

    public static Command Create()
    {
        var export = new Command("export", "Writes streams to standard output, with their passwords where they come from the server's own data folder.") { Data, Address, Format };
        export.SetAction((arguments, stop) => ModelsCommand.RunGuarded(() => Export(arguments.GetValue(Data)!, arguments.GetValue(Address), arguments.GetValue(Format), stop)));
        return new Command("streams", "Streams of a server as a file.") { export };
    }

    private static async Task<int> Export(string data, string? address, StreamFileFormat format, CancellationToken stop)
    {
        var (streams, isExpandable) = address is null ? (Kept(data), false) : (await Ask(address, stop), true);
        Console.Out.Write(format == StreamFileFormat.Json ? StreamFileWriter.Json(streams, isExpandable) : StreamFileWriter.Yaml(streams, isExpandable));
        return 0;
    }

    private static StreamOptions[] Kept(string data)
    {
        var definitions = new StreamDefinitions(Path.Combine(data, StreamDefinitions.FileName));
        if (!File.Exists(definitions.Path))
            throw new UserException($"{definitions.Path}: no such file; name the server's data folder with --data DIR, or ask a running server with --server http://localhost:8000");
        var lines = definitions.Read().ToList();
        foreach (var line in lines.Where(line => line.Options is null))
            Console.Error.WriteLine($"stream: {definitions.Path}: a line is left out: {line.Fault}");
        Console.Error.WriteLine($"stream: {lines.Count(line => line.Options is not null)} streams, with the passwords of their URLs; those of a file of streams are in that file");
        return [.. lines.Select(line => line.Options).OfType<StreamOptions>()];
    }

    private static async Task<StreamOptions[]> Ask(string address, CancellationToken stop)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw new UserException($"--server is '{address}'; it must be an address such as http://localhost:8000");
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
            var list = await http.GetFromJsonAsync<List>(new Uri(server, "/v1/streams"), Json, stop);
            return [.. list!.Streams.Where(stream => IsOpened(stream.Options.Url)).Select(stream => Named(stream.Options))];
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new UserException($"{server}: {(e is JsonException ? "does not answer as a Stream server does" : e.Message.TrimEnd('.'))}; is it the address of ./stream serve?", e);
        }
    }

    // What a client sends by itself is nothing that a server could open again.
    private static bool IsOpened(string url) => !url.StartsWith("grpc://", StringComparison.Ordinal) && !url.StartsWith("whip://", StringComparison.Ordinal);

    /// <summary>What the server blanked gets a name.</summary>
    private static StreamOptions Named(StreamOptions options)
    {
        var variable = $"{NoVariable().Replace(options.Id!.ToUpperInvariant(), "_")}_SECRET";
        if (char.IsAsciiDigit(variable[0]))
            variable = "_" + variable;
        var (count, url) = (0, SecretText(options.Url));
        var named = Blank().Replace(url, _ => ++count == 1 ? $"${{{variable}}}" : $"${{{variable}_{count}}}");
        if (count > 0)
            Console.Error.WriteLine($"stream: {options.Id}: set {variable}{(count > 1 ? $" to {variable}_{count}" : "")} where the file is used; the server shows no secret");
        return options with { Url = named };
    }

    private static string SecretText(string url) => url.Replace("${", "$${", StringComparison.Ordinal);

    [GeneratedRegex(@"\*\*\*")]
    private static partial Regex Blank();

    [GeneratedRegex("[^A-Z0-9]")]
    private static partial Regex NoVariable();

    private sealed record List(IReadOnlyList<Listed> Streams);

    private sealed record Listed(StreamOptions Options);
}
