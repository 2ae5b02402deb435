using System.CommandLine;
using Inference.Model;
using Streaming;
using Streaming.Models;

namespace Cli.Models;

/// <summary>`./stream models verify [NAME]`: hashes, and one run each.</summary>
internal static class ModelsVerifyCommand
{
    private static readonly Argument<string?> Name = new("NAME") { Description = "Only the versions of this model.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Folder = ModelsCommand.FolderOption();

    public static Command Create()
    {
        var command = new Command("verify", "Recomputes hashes, loads each model and runs it once; one line each, exit code 1 when any fails.") { Name, Folder };
        command.SetAction((arguments, stop) => ModelsCommand.RunGuarded(() => Task.FromResult(Execute(arguments.GetValue(Name), arguments.GetValue(Folder), stop))));
        return command;
    }

    private static int Execute(string? name, string? folder, CancellationToken stop)
    {
        var models = ModelCatalogue.All(folder).Where(model => name is null || model.Name == name).ToList();
        if (models.Count == 0)
            throw new UserException($"{(name is null ? "no model is installed" : Unknown(name, folder))} in {ShownPath.Of(ModelCatalogue.Home(folder))}");
        var sound = true;
        foreach (var model in models.TakeWhile(_ => !stop.IsCancellationRequested))
            sound &= Check(model);
        return stop.IsCancellationRequested ? 130 : sound ? 0 : 1;
    }

    private static string Unknown(string name, string? folder) => ModelCatalogue.IsPath(name)
        ? $"'{name}' is a path, and a name is wanted; {ShownPath.Of(name)} can be used in place (--model {name}). No such name is installed"
        : $"no model is called '{name}'{NearWord.Hint(name, ModelCatalogue.All(folder).Select(model => model.Name))}";

    private static bool Check(InstalledModel model)
    {
        try
        {
            Console.Out.WriteLine($"ok      {model}: {ModelCheck.Run(model)}");
            return true;
        }
        catch (Exception e) when (e is UserException or ModelLoadException or IOException or UnauthorizedAccessException)
        {
            Console.Out.WriteLine($"FAILED  {model}: {e.Message}");
            return false;
        }
    }
}
