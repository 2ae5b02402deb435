using System.CommandLine;
using Streaming.Models;
using Streaming.Models.Pull;

namespace Cli.Models;

/// <summary>`./stream models pull NAME|URL`: downloads a model into the catalogue.</summary>
internal static class ModelsPullCommand
{
    private static readonly Argument<string> Wanted = new("NAME|URL") { Description = $"One of {string.Join(", ", ModelAddresses.Known.Keys)}, or the address of an ONNX file." };
    private static readonly Option<string?> Name = new("--name") { Description = "What to call it. Default: NAME, or the last part of the address.", HelpName = "N" };
    private static readonly Option<int> Version = OptionOf.Number("--version", "Version to install it as.", 1, 1, int.MaxValue);
    private static readonly Option<string?> Sha256 = new("--sha256") { Description = "Hash that the file must have.", HelpName = "HEX" };
    private static readonly Option<long> MaxBytes = OptionOf.Number("--max-bytes", "Largest file that is taken.", 2_000_000_000, 1, long.MaxValue);
    private static readonly Option<bool> Insecure = new("--insecure") { Description = "Take http from other machines too." };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a version that is there." };
    private static readonly Option<string?> Folder = ModelsCommand.FolderOption();

    public static Command Create()
    {
        var command = new Command("pull", "Downloads a model, checks it and installs it; a download that broke goes on where it ended.")
        {
            Wanted, Name, Version, Sha256, MaxBytes, Insecure, Force, Folder,
        };
        command.SetAction((arguments, stop) => ModelsCommand.RunGuarded(() => Execute(Read(arguments), stop)));
        return command;
    }

    private static PullOptions Read(ParseResult arguments) => new()
    {
        Wanted = arguments.GetValue(Wanted)!,
        Name = arguments.GetValue(Name),
        Version = arguments.GetValue(Version),
        Sha256 = arguments.GetValue(Sha256),
        MaxBytes = arguments.GetValue(MaxBytes),
        Insecure = arguments.GetValue(Insecure),
        Force = arguments.GetValue(Force),
        Folder = arguments.GetValue(Folder),
    };

    private static async Task<int> Execute(PullOptions options, CancellationToken stop)
    {
        var plan = PullPlan.Of(options, ModelAddresses.Known);
        ModelPull.CheckFree(plan, options.Force);
        PrintLicence(plan);
        using var http = ModelDownload.CreateClient();
        var pull = new ModelPull(new ModelDownload(http, options.MaxBytes, options.Insecure), TimeProvider.System);
        try
        {
            var hash = await PullProgress.Show(plan.Name, progress => pull.Run(plan, progress, stop));
            PrintHash(plan, hash);
            Console.Out.WriteLine($"{plan.Name} {plan.Version} is installed: {ShownPath.Of(plan.Target)}");
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("stream: stopped; the same command goes on");
            return 130;
        }
    }

    private static void PrintLicence(PullPlan plan)
    {
        var size = plan.Entry?.Bytes is { } bytes ? $", {ByteSize.Text(bytes)}" : "";
        Console.Error.WriteLine($"{plan.Name} from {plan.Source.Host}{size}");
        Console.Error.WriteLine(plan.Entry is { } entry
            ? $"Licence: {entry.Licence}. {entry.Notice}"
            : "Licence: not known. Ask whoever publishes it what you may do with it; YOLOv8 weights by Ultralytics are AGPL-3.0.");
    }

    private static void PrintHash(PullPlan plan, string hash) => Console.Error.WriteLine(plan.Sha256 is null
        ? $"sha256 {hash}: could not be checked, as no other source tells it"
        : $"sha256 {hash}: as expected");
}
