using System.Diagnostics.CodeAnalysis;
using Inference;
using Inference.Model;

namespace Streaming.Models;

/// <summary>Which models there are, and the engines that run: one a file, started by the first who leases it and shared by all who do.</summary>
/// <remarks>
/// An engine without leases is unloaded after Server:ModelIdleSeconds, so that requests that follow one another do not load it each time;
/// the default model's stays. A file that was written anew is another model to whoever comes next; who has a lease keeps what he has.
/// </remarks>
public sealed class ModelRegistry(ModelOptions models, InferenceOptions inference, TimeProvider time, ILogger<ModelRegistry> log) : IDisposable
{
    // Folders are walked for it, and pictures come by the hundred.
    private static readonly TimeSpan IndexLifetime = TimeSpan.FromSeconds(1);

    private readonly string? _folder = models.ModelsDirectory;
    private readonly string? _default = models.DefaultModel;
    private readonly TimeSpan _idleTime = TimeSpan.FromSeconds(models.ModelIdleSeconds);
    private readonly Lock _gate = new();
    private readonly Dictionary<ModelFile, Entry> _entries = [];

    // Of files whose last start failed.
    private readonly Dictionary<ModelFile, string> _faults = [];
    private Index? _index;
    private bool _disposed;

    /// <summary>Every model that there is: the operator's default where it is a path, then the installed ones, the newest version of a name first.</summary>
    public IReadOnlyList<InstalledModel> All => ReadIndex(TimeSpan.Zero);

    /// <summary>Engines that run, each name and version once; to read, and not to run anything on.</summary>
    public IReadOnlyList<RunningModel> Running
    {
        get
        {
            lock (_gate)
            {
                var newestFirst = _entries.Values.Where(entry => entry.IsReady).OrderByDescending(entry => entry.File.Written).Select(entry => entry.Running);
                return [.. newestFirst.DistinctBy(running => (running.Installed.Name, running.Installed.VersionName))];
            }
        }
    }

    /// <summary>The model that a name stands for, as it was at most a second ago; null where there is none.</summary>
    /// <param name="name">A name and never a path; null for the default, which the operator may give as a path.</param>
    /// <param name="version">Null for the newest.</param>
    public InstalledModel? Find(string? name, string? version = null) => Pick(ReadIndex(IndexLifetime), name, version) ?? Pick(All, name, version);

    /// <summary>Whether a name can be asked for at all.</summary>
    public bool Contains(string? name) => Find(name) is not null;

    /// <summary>Says that there is no such model, and what there is.</summary>
    public string Missing(string? name) => MissingModel.Text(name ?? _default, All, isClient: name is not null);

    /// <summary>A model's engine, to be run until the lease is disposed; starting one blocks until it is warm.</summary>
    /// <inheritdoc cref="Find" path="/param[@name='name']"/>
    /// <exception cref="UserException">There is no such model.</exception>
    /// <exception cref="ModelLoadException">It cannot be loaded. The next request tries again.</exception>
    public ModelLease Lease(string? name) => Lease(
        Find(name) ?? throw new UserException(Missing(name)));

    /// <inheritdoc cref="Lease(string?)"/>
    public ModelLease Lease(InstalledModel model)
    {
        var file = ModelFile.Of(model);
        Entry? entry;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_entries.TryGetValue(file, out entry))
                _entries.Add(file, entry = new Entry(model, file, () => Start(model)));
            // Before it is there, so that nobody unloads it meanwhile.
            entry.Leases++;
        }

        try
        {
            return new ModelLease(model, entry.Engine, () => Release(entry));
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                if (_entries.GetValueOrDefault(file) == entry)
                    _entries.Remove(file);
                _faults[file] = e.Message;
            }

            throw;
        }
    }

    /// <summary>The same where it runs already.</summary>
    public bool TryLease(InstalledModel model, [NotNullWhen(true)] out ModelLease? lease)
    {
        lock (_gate)
        {
            var entry = _entries.GetValueOrDefault(ModelFile.Of(model));
            lease = null;
            if (entry is not { IsReady: true })
                return false;
            entry.Leases++;
            lease = new ModelLease(model, entry.Engine, () => Release(entry));
            return true;
        }
    }

    /// <summary>The engine of a model if it runs; to read, and not to run anything on.</summary>
    public InferenceEngine? EngineOf(InstalledModel? model)
    {
        lock (_gate)
            return model is not null && _entries.GetValueOrDefault(ModelFile.Of(model)) is { IsReady: true } entry ? entry.Engine : null;
    }

    /// <summary>Why it could not be started the last time that anybody asked for it; null where it could, or nobody did.</summary>
    public string? FaultOf(InstalledModel model)
    {
        lock (_gate)
            return _faults.GetValueOrDefault(ModelFile.Of(model));
    }

    public bool IsLoading(InstalledModel model)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(ModelFile.Of(model)) is { IsReady: false };
    }

    /// <summary>Once nobody runs anything any more.</summary>
    public void Dispose()
    {
        Entry[] entries;
        lock (_gate)
        {
            _disposed = true;
            entries = [.. _entries.Values];
        }

        // One that is still starting is waited for: a process that ends inside of ONNX Runtime's start crashes.
        foreach (var entry in entries)
            entry.Dispose();
    }

    private InstalledModel? Pick(IReadOnlyList<InstalledModel> models, string? name, string? version)
    {
        if (name is null && _default is { } path && ModelCatalogue.IsPath(path))
            return models.FirstOrDefault(model => model.Path == path);
        return ModelCatalogue.Pick(version is null ? models : [.. models.Where(model => model.VersionName == version)], name ?? _default);
    }

    private IReadOnlyList<InstalledModel> ReadIndex(TimeSpan lifetime)
    {
        var index = Volatile.Read(ref _index);
        if (index is null || time.GetElapsedTime(index.Taken) >= lifetime)
            Volatile.Write(ref _index, index = new Index([.. Walk()], time.GetTimestamp()));
        return index.Models;
    }

    private IEnumerable<InstalledModel> Walk()
    {
        var installed = ModelCatalogue.All(_folder);
        if (_default is not { } path || !ModelCatalogue.IsPath(path) || !File.Exists(path))
            return installed;
        var named = new InstalledModel(ModelName.Of(path), ModelName.NumberOf(path), path);
        return installed.Where(model => Path.GetFullPath(model.Path) != Path.GetFullPath(path)).Prepend(named);
    }

    private InferenceEngine Start(InstalledModel model)
    {
        try
        {
            var engine = InferenceEngine.Start(model.Path, inference, time);
            foreach (var limit in engine.Model.Limits)
                log.ModelLimited(model.ToString(), limit);
            lock (_gate)
                _faults.Remove(ModelFile.Of(model));
            return engine;
        }
        catch (ModelLoadException e)
        {
            // The same words at every door.
            throw e.With(model.WithoutFolder(e.Message));
        }
    }

    private void Release(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Leases == 0 && !_disposed)
                entry.IsIdle(time, _idleTime, Unload);
        }
    }

    private void Unload(Entry entry)
    {
        var isDefault = Find(null) is { } model && ModelFile.Of(model) == entry.File;
        lock (_gate)
        {
            if (_disposed || entry.Leases > 0)
                return;
            if (isDefault)
            {
                // Perhaps not the default for ever.
                entry.IsIdle(time, _idleTime, Unload);
                return;
            }

            _entries.Remove(entry.File);
        }

        entry.Dispose();
        log.ModelUnloaded(entry.Running.Installed.ToString());
    }

    private sealed record Index(IReadOnlyList<InstalledModel> Models, long Taken);

    /// <summary>What tells one engine from another.</summary>
    private readonly record struct ModelFile(string Path, DateTime Written)
    {
        public static ModelFile Of(InstalledModel model) => new(model.Path, File.GetLastWriteTimeUtc(model.Path));
    }

    /// <summary>An engine, or the start of one, and who holds it. Touched under the gate, but for the start.</summary>
    private sealed class Entry(InstalledModel model, ModelFile file, Func<InferenceEngine> start) : IDisposable
    {
        private readonly Lazy<InferenceEngine> _engine = new(start);
        private ITimer? _idle;

        public ModelFile File => file;

        public int Leases { get; set; }

        public bool IsReady => _engine.IsValueCreated;

        /// <summary>Waits until it is ready.</summary>
        /// <exception cref="ModelLoadException">It cannot be loaded.</exception>
        public InferenceEngine Engine => _engine.Value;

        public RunningModel Running => new(model, Engine);

        public void IsIdle(TimeProvider time, TimeSpan lifetime, Action<Entry> unload)
        {
            _idle ??= time.CreateTimer(entry => unload((Entry)entry!), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _idle.Change(lifetime, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _idle?.Dispose();
            try
            {
                Engine.Dispose();
            }
            catch (ModelLoadException)
            {
                // It never ran.
            }
        }
    }
}

/// <summary>An engine that runs, under the name and version by which clients ask for it.</summary>
public readonly record struct RunningModel(InstalledModel Installed, InferenceEngine Engine);

/// <summary>The right to run a model's engine: it is not unloaded before this is disposed.</summary>
public sealed class ModelLease(InstalledModel installed, InferenceEngine engine, Action release) : IDisposable
{
    private Action? _release = release;

    public InstalledModel Installed => installed;

    public InferenceEngine Engine => engine;

    /// <summary>Of the bytes that the engine was loaded from.</summary>
    public string Sha256 => engine.Model.Sha256;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
