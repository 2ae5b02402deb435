using System.CommandLine;
using System.CommandLine.Help;

namespace Server.Cli;

/// <summary>The program's verbs, and what it says to words that it does not understand.</summary>
internal static class CommandLine
{
    /// <returns>The verb's exit code; 1 for a fault of the command line, told in one line each on standard error.</returns>
    public static Task<int> InvokeAsync(string[] words)
    {
        // The launcher is what users type; a RootCommand would show the assembly's name.
        var verbs = new Command("./stream", "Stream: real-time video inference.")
        {
            new HelpOption(), new VersionOption(), RunCommand.Create(), ServeCommand.Create(), ModelsCommand.Create(), DemoCommand.Create(), SceneCommand.Create(),
        };
        var parsed = verbs.Parse(words);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return parsed.InvokeAsync();

        foreach (var error in parsed.Errors)
            Console.Error.WriteLine($"stream: {error.Message}");
        return Task.FromResult(1);
    }
}
