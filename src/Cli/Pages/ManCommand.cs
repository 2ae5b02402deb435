using System.CommandLine;

namespace Cli.Pages;

/// <summary>`stream man`: the manual's page, for who makes packages.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var command = new Command("man", "The manual's page stream(1), as roff.") { Hidden = true };
        command.SetAction(arguments => arguments.InvocationConfiguration.Output.Write(ManPage.Of(arguments.RootCommandResult.Command)));
        return command;
    }
}
