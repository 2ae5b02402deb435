using Inference.Model;

namespace Streaming.Models;

/// <summary>Class names, or ids in digits, to the ids of a model.</summary>
internal static class ClassFilter
{
    /// <returns>Null for no filter.</returns>
    /// <exception cref="OptionException">A name is none of the model's labels.</exception>
    public static IReadOnlySet<int>? Of(IReadOnlyList<string>? classes, ModelMetadata model) =>
        classes is null or { Count: 0 } ? null : classes.Select(name => Find(name, model)).ToHashSet();

    private static int Find(string name, ModelMetadata model)
    {
        for (var id = 0; id < model.ClassCount; id++)
        {
            if (model.Labels[id].Equals(name, StringComparison.OrdinalIgnoreCase))
                return id;
        }

        return int.TryParse(name, out var number) && number >= 0 && number < model.ClassCount
            ? number
            : throw new OptionException("classes", $"'{name}' is no class of {model.Name}{NearWord.Hint(name, model.Labels, $"; it has {string.Join(", ", model.Labels.Take(20))}{(model.ClassCount > 20 ? ", …" : "")}")}");
    }
}
