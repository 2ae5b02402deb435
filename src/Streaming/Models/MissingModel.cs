using Streaming.Models.Pull;

namespace Streaming.Models;

/// <summary>What is said to who names a model that is not there.</summary>
internal static class MissingModel
{
    // A sentence, not a catalogue.
    private const int MostNames = 8;

    /// <param name="name">Null for the default.</param>
    /// <param name="isClient">Who may name what is installed, and no file of the server.</param>
    public static string Text(string? name, IEnumerable<InstalledModel> installed, bool isClient)
    {
        string[] names = [.. installed.Select(model => model.Name).Distinct()];
        if (name is null)
            return "no model is installed; ./stream models pull yolov8n-pose gets one";
        if (isClient && ModelCatalogue.IsPath(name))
            return $"no model is called '{name}': that is a path, and a name is wanted{There(names)}. Install the file as NAME/1/{ModelCatalogue.FileName} in the server's folder of models, or start the server with --model {name}";
        if (ModelCatalogue.IsPath(name))
            return $"no model is called '{name}': there is no such file";
        return $"no model is called '{name}'{Next(name, names)}";
    }

    private static string Next(string name, string[] names) => NearWord.Hint(name, names) is { Length: > 0 } hint ? hint
        : ModelAddresses.Known.ContainsKey(name) ? $"; ./stream models pull {name} gets it"
        : NearWord.Find(name, ModelAddresses.Known.Keys) is { } known ? $"; did you mean '{known}'? ./stream models pull {known} gets it"
        : There(names);

    private static string There(string[] names) =>
        names.Length == 0 ? "" : $"; there {(names.Length == 1 ? "is" : "are")} {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", …" : "")}";
}
