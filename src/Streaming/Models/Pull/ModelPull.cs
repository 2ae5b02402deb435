using Inference.Model;
using Media;

namespace Streaming.Models.Pull;

/// <summary>Brings a model into the catalogue: downloaded aside, checked, loaded once, and only then moved to its place.</summary>
public sealed class ModelPull(ModelDownload download, TimeProvider time)
{
    /// <returns>The file's hash.</returns>
    /// <exception cref="UserException">One line that says what stands in the way.</exception>
    public async Task<string> Run(PullPlan plan, IProgress<Downloaded> progress, CancellationToken stop)
    {
        await Download(plan, progress, stop);
        try
        {
            var hash = Prove(plan);
            Place(plan, hash);
            PartialFile.Delete(plan.Partial);
            return hash;
        }
        catch (UserException)
        {
            // Whole and wrong: there is nothing to go on from.
            PartialFile.Delete(plan.Partial);
            throw;
        }
    }

    /// <exception cref="UserException">A version is there that must not be replaced.</exception>
    public static void CheckFree(PullPlan plan, bool force)
    {
        if (File.Exists(plan.Target) && !force)
            throw new UserException($"{ShownPath.Of(plan.Target)} is there already; --version {plan.Version + 1} puts another beside it, --force replaces it");
    }

    private async Task Download(PullPlan plan, IProgress<Downloaded> progress, CancellationToken stop)
    {
        using var partial = PartialFile.Open(plan.Partial, plan.Source);
        try
        {
            await download.Fetch(plan.Source, partial, progress, stop);
        }
        catch (DownloadException e) when (partial.Length == 0)
        {
            throw new UserException($"{e.Message}; copy the file to {ShownPath.Of(plan.Target)} by hand instead", e);
        }
        catch (DownloadException e)
        {
            throw new UserException(e.Message, e);
        }
    }

    private static string Prove(PullPlan plan)
    {
        var hash = FileHash.Of(plan.Partial);
        if (plan.Sha256 is { } expected && hash != expected)
            throw new UserException($"the file that came has sha256 {hash}, but {expected} was expected; it was thrown away");
        try
        {
            YoloModel.Load(plan.Partial, ModelInspection.OneLane).Dispose();
            return hash;
        }
        catch (ModelLoadException e)
        {
            throw new UserException($"what came is no model that can be used, and was thrown away: {e.Message}", e);
        }
    }

    /// <summary>The card first: a model is there from the moment that its file has its name.</summary>
    private void Place(PullPlan plan, string hash)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(plan.Target)!);
        new ModelCard
        {
            Source = UrlRedactor.RedactUrl(plan.Source.AbsoluteUri),
            Sha256 = hash,
            Licence = plan.Entry?.Licence,
            PulledAt = time.GetUtcNow(),
        }.Save(plan.Target);
        File.Move(plan.Partial, plan.Target, overwrite: true);
    }
}
