using System.Reflection;

namespace Sinks.Store;

/// <summary>The .sql files beside the code that runs them.</summary>
internal static class EmbeddedSql
{
    private static readonly Assembly Here = typeof(EmbeddedSql).Assembly;

    /// <param name="name">Such as Postgres.Upsert.</param>
    public static string Read(string name)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream($"Sinks.{name}.sql")!);
        return reader.ReadToEnd();
    }

    /// <summary>The files of a Migrations folder in order; the first is version 1.</summary>
    public static IReadOnlyList<string> Migrations(string kind) =>
        [.. Here.GetManifestResourceNames().Where(name => name.StartsWith($"Sinks.{kind}.Migrations.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => Read(name["Sinks.".Length..^".sql".Length]))];
}
