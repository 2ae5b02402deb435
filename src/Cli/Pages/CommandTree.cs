using System.CommandLine;

namespace Cli.Pages;

/// <summary>A command as its help shows it: what is hidden is left out, and options of those above it hold below.</summary>
internal static class CommandTree
{
    public static IEnumerable<Command> Verbs(this Command command) => command.Subcommands.Where(verb => !verb.Hidden);

    public static IEnumerable<Option> Shown(this Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>The command and all below it, in the order of help.</summary>
    public static IEnumerable<(string[] Path, Command Command)> Walk(this Command command, params string[] path) =>
        [(path, command), .. command.Verbs().SelectMany(verb => verb.Walk([.. path, verb.Name]))];

    /// <summary>The option's name, then its other ones, but for those of Windows' kind.</summary>
    public static IEnumerable<string> Names(this Option option) => [option.Name, .. option.Aliases.Where(name => name[0] == '-')];

    /// <summary>Whether a word follows it.</summary>
    public static bool TakesValue(this Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
}
