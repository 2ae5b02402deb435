using System.CommandLine;

namespace Cli.Pages;

/// <summary>`./stream completion`: a script that completes verbs and options in bash.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var command = new Command("completion", $"Completion of verbs and options for bash: source <({CommandLine.Name} completion)");
        command.SetAction(arguments => arguments.InvocationConfiguration.Output.Write(BashCompletion.Of(arguments.RootCommandResult.Command)));
        return command;
    }
}
