using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.Models;

/// <summary>Finds models by name or path: models/&lt;name&gt;/&lt;version&gt;/model.onnx, the newest version first.</summary>
public static partial class ModelCatalogue
{
    /// <summary>Of the file in a version's folder.</summary>
    public const string FileName = "model.onnx";

    /// <summary>Made by the Debian package.</summary>
    private const string PackageModels = "/var/lib/stream/models";

    /// <summary>Used where no model is named: the first that is there.</summary>
    private static readonly string[] Defaults = ["person-pose", "yolov8n-pose", "yolov8n"];

    /// <summary>The file of a model.</summary>
    /// <param name="nameOrPath">A path to an .onnx file, a name, or null for the default.</param>
    /// <exception cref="UserException">There is no such model.</exception>
    public static string Find(string? nameOrPath)
    {
        if (nameOrPath is not null && IsPath(nameOrPath))
            return File.Exists(nameOrPath) ? nameOrPath : throw new UserException($"{nameOrPath}: no such model file");
        InstalledModel[] installed = [.. All()];
        return Pick(installed, nameOrPath)?.Path ?? throw new UserException(nameOrPath is null
            ? "no model is installed; name one with --model FILE.onnx"
            : $"{MissingModel.Text(nameOrPath, installed, isClient: false)} (looked in {string.Join(", ", Folders())}). A path to an .onnx file works too");
    }

    /// <summary>The model that a name stands for, and never a path.</summary>
    /// <param name="models">As <see cref="All"/> gives them: the first of a name is the one that is meant.</param>
    /// <param name="name">Null for the default.</param>
    /// <returns>Null where there is none of that name.</returns>
    public static InstalledModel? Pick(IReadOnlyList<InstalledModel> models, string? name) => name is null
        ? Defaults.Select(known => Pick(models, known)).FirstOrDefault(model => model is not null)
        : IsName(name) ? models.FirstOrDefault(model => model.Name == name) : null;

    /// <summary>Every model that is there: by folder in the order of search, then by name, then the newest version first.</summary>
    /// <param name="folder">The only folder that is searched; null searches those that models are installed in.</param>
    public static IEnumerable<InstalledModel> All(string? folder = null) =>
        (folder is null ? Folders() : [folder]).Where(Directory.Exists).SelectMany(AllIn);

    /// <summary>Where a new model goes; the folder need not be there yet.</summary>
    public static string Home(string? folder = null) => Path.GetFullPath(folder ?? Folders().FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "models"));

    /// <summary>Whether it is meant as a file rather than as a name.</summary>
    public static bool IsPath(string nameOrPath) =>
        nameOrPath.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || nameOrPath.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether a model may be called so: it becomes a folder's name and part of addresses.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex NamePattern();

    private static IEnumerable<InstalledModel> AllIn(string folder)
    {
        var versioned =
            from named in Directory.GetDirectories(folder)
            where IsName(Path.GetFileName(named))
            from version in Versions(named)
            where File.Exists(version.Path)
            select new InstalledModel(Path.GetFileName(named), version.Version, version.Path);
        var loose = Directory.GetFiles(folder, "*.onnx").Select(path => new InstalledModel(Path.GetFileNameWithoutExtension(path), null, path));
        return versioned.Concat(loose).OrderBy(model => model.Name, StringComparer.Ordinal).ThenByDescending(model => model.Version);
    }

    /// <summary>The newest first. What is not called by a whole number from 1 is no version.</summary>
    private static IEnumerable<(int Version, string Path)> Versions(string folder) => Directory.GetDirectories(folder)
        .Select(version => (Number: VersionNumber(version), Path: Path.Combine(version, FileName)))
        .Where(version => version.Number > 0)
        .OrderByDescending(version => version.Number);

    private static int VersionNumber(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The folder that the environment names, alone; else models/ of the checkout or beside the program, then the shared data folder of a development checkout.
    /// Where the system's package manager owns the program's folder, what is pulled goes elsewhere, and is found there first.</summary>
    private static IEnumerable<string> Folders() => Environment.GetEnvironmentVariable("Server__ModelsDirectory") is { Length: > 0 } named ? [named] : UsualFolders();

    private static IEnumerable<string> UsualFolders()
    {
        if (AppContext.BaseDirectory.StartsWith("/usr/", StringComparison.Ordinal))
            yield return PackageModels;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "models");
            if (Directory.Exists(models))
                yield return models;
            if (File.Exists(Path.Combine(folder.FullName, "Stream.sln")))
            {
                var shared = Environment.GetEnvironmentVariable("STREAM_SHARED") ?? Path.Combine(folder.FullName, "..", "shared");
                yield return Path.GetFullPath(Path.Combine(shared, "data", "models"));
            }
        }
    }
}
