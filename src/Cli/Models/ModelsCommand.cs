using System.CommandLine;
using Inference.Model;
using Streaming;

namespace Cli.Models;

/// <summary>`./stream models`: what is installed, whether it is sound, and how to get more.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "Installed models: list, verify, pull.")
    {
        ModelsListCommand.Create(), ModelsVerifyCommand.Create(), ModelsPullCommand.Create(),
    };

    /// <summary>Each verb's own, as an option belongs to one command.</summary>
    public static Option<string?> FolderOption() => new("--models")
    {
        Description = "Folder of the models. Default: Server__ModelsDirectory of the environment, else models/ of the checkout, or /var/lib/stream/models where Stream is installed as a package.",
        HelpName = "DIR",
    };

    /// <summary>Says in one line what stands in the way; the exit code.</summary>
    public static async Task<int> RunGuarded(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception e) when (e is UserException or ModelLoadException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"stream: {e.Message}");
            return 1;
        }
    }
}
