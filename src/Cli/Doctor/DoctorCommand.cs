using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cli.Doctor;

/// <summary>`./stream doctor`: what this machine has of what the server needs, and what to do about the rest.</summary>
internal static class DoctorCommand
{
    // Of the longest name.
    private const int NameWidth = 18;

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON array." };
    private static readonly Option<int?> Port = ServeCommand.PortOption();
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of everything that the server would write. Default data.", HelpName = "DIR" };
    private static readonly Option<string?> Model = new("--model") { Description = "Name of the default model, or path of an .onnx file.", HelpName = "M" };
    private static readonly Option<string[]> Set = new("--set") { Description = "Any option of the server, as Section:Key=value; may be given again.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var command = new Command("doctor", "Looks at libraries, processor, memory, ports, disk, GPU and models, and says what to do; exit code 1 where something is missing that the server needs.") { Json, Port, Data, Model, Set };
        command.SetAction(async arguments => await Execute(arguments));
        return command;
    }

    private static async Task<int> Execute(ParseResult arguments)
    {
        var named = new Dictionary<string, string?>();
        if (arguments.GetValue(Data) is { } data)
            named["Server:DataDirectory"] = data;
        if (arguments.GetValue(Model) is { } model)
            named["Server:DefaultModel"] = model;
        var settings = ServeCommand.Settings(named, arguments.GetValue(Port), [], arguments.GetValue(Set)!);
        List<Finding> findings = [.. LibraryChecks.All(), .. MachineChecks.All(), .. await ServerChecks.All(settings)];
        if (arguments.GetValue(Json))
            Console.Out.WriteLine(JsonSerializer.Serialize(findings.Select(Row), Format));
        else
            findings.ForEach(Print);
        return findings.Exists(finding => finding.State == FindingState.Missing) ? 1 : 0;
    }

    private static object Row(Finding finding) => new { finding.Name, State = finding.State.ToString().ToLowerInvariant(), finding.Found, finding.Advice };

    private static void Print(Finding finding)
    {
        var state = finding.State switch { FindingState.Ok => "ok", FindingState.Warning => "warning", _ => "MISSING" };
        Console.Out.WriteLine($"{state,-8} {finding.Name.PadRight(NameWidth)} {finding.Found}");
        if (finding.Advice is not null)
            Console.Out.WriteLine($"{"",-8} {"".PadRight(NameWidth)} → {finding.Advice}");
    }
}
