using System.Collections.Concurrent;
using Inference;
using Inference.Model;

namespace Server.Models;

/// <summary>The running engines: one a model, started when first asked for, shared by every stream and request from then on.</summary>
internal sealed class ModelStore(ModelOptions options, InferenceOptions inference, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<InferenceEngine>> _engines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _sha256 = new(StringComparer.Ordinal);

    /// <summary>The engine of an installed model; starting one blocks until it is warm.</summary>
    /// <param name="name">Null for the default.</param>
    /// <exception cref="UserException">There is no such model.</exception>
    /// <exception cref="ModelLoadException">It cannot be loaded. The next request tries again.</exception>
    public InferenceEngine Get(string? name)
    {
        var path = Find(name)
            ?? throw new UserException((name ?? options.DefaultModel) is { } asked ? $"no model is called '{asked}'" : "no model is installed");
        return Load(path);
    }

    /// <inheritdoc cref="Get(string?)"/>
    /// <param name="sha256">Of the file that the engine was loaded from.</param>
    public InferenceEngine Get(string? name, out string sha256)
    {
        var engine = Get(name);
        sha256 = _sha256[Find(name)!];
        return engine;
    }

    /// <summary>The engine of a model's file; starting one blocks until it is warm.</summary>
    /// <exception cref="ModelLoadException">It cannot be loaded. The next request tries again.</exception>
    public InferenceEngine Load(string path)
    {
        var engine = _engines.GetOrAdd(path, static (path, store) => new Lazy<InferenceEngine>(() => store.Start(path)), this);
        try
        {
            return engine.Value;
        }
        catch
        {
            _engines.TryRemove(new(path, engine));
            throw;
        }
    }

    public void Dispose()
    {
        // One that is still starting is waited for: a process that ends inside of ONNX Runtime's start crashes.
        foreach (var engine in _engines.Values)
        {
            try
            {
                engine.Value.Dispose();
            }
            catch (ModelLoadException)
            {
                // It never ran.
            }
        }
    }

    /// <summary>The engine of a model's file, if it runs.</summary>
    public InferenceEngine? Running(string path) => _engines.TryGetValue(path, out var engine) && engine.IsValueCreated ? engine.Value : null;

    /// <summary>The engine of an installed model, if it runs.</summary>
    /// <inheritdoc cref="Get(string?)" path="/param"/>
    public InferenceEngine? RunningOf(string? name) => Find(name) is { } path ? Running(path) : null;

    public bool IsLoading(string path) => _engines.TryGetValue(path, out var engine) && !engine.IsValueCreated;

    /// <summary>SHA-256 of the file that the running engine of that path was loaded from.</summary>
    public string Sha256Of(string path) => _sha256[path];

    /// <summary>The file of the model that is used where none is asked for; null where none is installed.</summary>
    public string? DefaultPath => Find(null);

    /// <summary>Every model that there is: the operator's default where it is a path, then the installed ones, the newest version of a name first.</summary>
    public IEnumerable<InstalledModel> All => ModelCatalogue.All(options.ModelsDirectory) is var installed
        && options.DefaultModel is { } path && ModelCatalogue.IsPath(path) && File.Exists(path)
            ? installed.Prepend(new InstalledModel(ModelName.Of(path), null, path))
            : installed;

    /// <summary>Whether a name can be asked for at all.</summary>
    public bool Knows(string? name) => Find(name) is not null;

    /// <summary>The operator's default may be a path; what a client asks for is a name.</summary>
    private string? Find(string? name) => name is null && options.DefaultModel is { } path && ModelCatalogue.IsPath(path)
        ? File.Exists(path) ? path : null
        : ModelCatalogue.FindInstalled(name ?? options.DefaultModel, options.ModelsDirectory);

    private InferenceEngine Start(string path)
    {
        var engine = InferenceEngine.Start(path, inference, time);
        _sha256[path] = FileHash.Of(path);
        return engine;
    }
}
