using System.CommandLine;
using Streaming.Models;

namespace Cli.Models;

/// <summary>`./stream models list`: every model that can be named, and those that cannot with the reason.</summary>
internal static class ModelsListCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON array, whole hashes and labels included." };
    private static readonly Option<string?> Folder = ModelsCommand.FolderOption();

    public static Command Create()
    {
        var command = new Command("list", "What is installed: name, version, task, classes, input, size, hash, source.") { Json, Folder };
        command.SetAction(arguments => ModelsCommand.RunGuarded(() => Task.FromResult(Execute(arguments.GetValue(Folder), arguments.GetValue(Json)))));
        return command;
    }

    private static int Execute(string? folder, bool json)
    {
        var models = ModelCatalogue.All(folder).Select(model => ModelInspection.Of(model)).ToList();
        if (json)
            Console.Out.WriteLine(ModelsJson.Write(models));
        else if (models.Count == 0)
            Console.Error.WriteLine($"No model is installed in {ShownPath.Of(ModelCatalogue.Home(folder))}. {CommandLine.Name} models pull yolov8n-pose gets one.");
        else
            ModelsTable.Write(models);
        return 0;
    }
}
