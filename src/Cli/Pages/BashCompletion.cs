using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace Cli.Pages;

/// <summary>Verbs and options of a command as a script for bash. What is neither, inputs and files, bash completes by itself.</summary>
internal static class BashCompletion
{
    public static string Of(Command program)
    {
        var verbs = program.Walk().Where(verb => verb.Path.Length > 0).ToList();
        var script = new StringBuilder($$"""
            # Completion for bash, made by `{{CommandLine.Name}} completion`.
            _stream() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$verb ${COMP_WORDS[i]}" in
                        {{string.Join(" | ", verbs.Select(verb => $"' {string.Join(' ', verb.Path)}'"))}}) verb="$verb ${COMP_WORDS[i]}" ;;
                    esac
                done
                case "$verb $before" in

            """);
        foreach (var (path, command) in verbs)
        {
            foreach (var options in command.Shown().Where(CommandTree.TakesValue).GroupBy(Values))
                script.Append($"        {Labels(path, options.SelectMany(CommandTree.Names))}) {options.Key}; return ;;\n");
        }

        script.Append("    esac\n    case $verb in\n");
        foreach (var (path, command) in program.Walk())
        {
            script.Append($"        '{Key(path)}') words='{string.Join(' ', command.Verbs().Select(verb => verb.Name))}'\n");
            script.Append($"            [[ $word != -* ]] || words='{string.Join(' ', OptionsOf(program, command).Select(option => option.Name))}' ;;\n");
        }

        return script.Append("""
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
            }
            complete -o default -F _stream stream stream-server

            """).ToString();
    }

    private static IEnumerable<Option> OptionsOf(Command program, Command command) =>
        command.Shown().Concat(program.Shown().Where(option => option.Recursive)).Distinct();

    private static string Key(string[] path) => string.Concat(path.Select(word => $" {word}"));

    private static string Labels(string[] path, IEnumerable<string> names) => string.Join(" | ", names.Select(name => $"'{Key(path)} {name}'"));

    private static string Values(Option option) => option.HelpName switch
    {
        "DIR" => "mapfile -t COMPREPLY < <(compgen -d -- \"$word\")",
        // Nothing of ours, so that bash completes it as a file.
        "FILE" => "COMPREPLY=()",
        _ => $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', option.GetCompletions(CompletionContext.Empty).Select(word => word.InsertText))}' -- \"$word\")",
    };
}
