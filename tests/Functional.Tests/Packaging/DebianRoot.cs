using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Functional.Tests.Packaging;

/// <summary>The root of a bare Debian 12 that has what a package depends on, and nothing else. It is made once, below artifacts/, and copied for each test.</summary>
internal sealed partial class DebianRoot : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private DebianRoot()
    {
    }

    public string Path => _folder.File("root");

    /// <exception cref="PeerMissingException">Such a root cannot be made here.</exception>
    public static async Task<DebianRoot> Start(string package)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new PeerMissingException("this machine lets no other than root make a root of Debian, and these tests are not run by root");
        if (!Shell.Has("debootstrap"))
            throw new PeerMissingException("debootstrap", "debootstrap");
        var depends = await Shell.Run("dpkg-deb", "-f", package, "Depends");
        var root = new DebianRoot();
        await Shell.Run("cp", "-a", "--reflink=auto", await Base([.. Dependency().Matches(depends).Select(name => name.Value)]), root.Path);
        return root;
    }

    /// <summary>A command of a shell inside.</summary>
    /// <exception cref="IOException">It failed; with what it said.</exception>
    public Task<string> Run(string command) => Shell.Run("unshare", Inside(Path, command));

    public Task<Cli.Outcome> Try(string command) => Shell.Try("unshare", Inside(Path, command));

    public Process Launch(string command) => Process.Start(new ProcessStartInfo("unshare", Inside(Path, command)) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Of the root's own, a name under the root.</summary>
    public string File(string path) => Path + path;

    /// <summary>Everything that is there, but for what package managers write for themselves.</summary>
    public async Task<string[]> Listing() => (await Run(
        "find / -xdev ( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /var/lib/dpkg -o -path /var/log -o -path /var/cache ) -prune -o ! -path '/etc/*-' -print"
            .Replace("(", @"\(", StringComparison.Ordinal).Replace(")", @"\)", StringComparison.Ordinal))).TrimEnd().Split('\n').Order(StringComparer.Ordinal).ToArray();

    public void Dispose() => _folder.Dispose();

    // The mounts go with the command: what a test leaves behind is files alone.
    private static string[] Inside(string root, string command) =>
        ["--mount", "bash", "-c", "mount -t proc proc \"$1/proc\" && mount --rbind /dev \"$1/dev\" && exec chroot \"$1\" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 bash -c \"$2\"", "bash", root, command];

    private static async Task<string> Base(string[] packages)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', packages))))[..12];
        var root = System.IO.Path.Combine(Checkout.Root, "artifacts", "debian", key);
        if (Directory.Exists(root))
            return root;
        var partial = $"{root}.{Environment.ProcessId}";
        try
        {
            await Shell.Run("debootstrap", "--variant=minbase", "bookworm", partial, await Mirror());
            System.IO.File.Copy("/etc/resolv.conf", System.IO.Path.Combine(partial, "etc/resolv.conf"), overwrite: true);
            await Shell.Run("unshare", Inside(partial, $"apt-get update -qq && apt-get install -y -qq --no-install-recommends -o DPkg::Options::=--force-unsafe-io {string.Join(' ', packages)} && apt-get clean"));
        }
        catch (IOException e)
        {
            Directory.Delete(partial, recursive: true);
            throw new PeerMissingException($"this machine cannot fetch Debian 12: {e.Message.TrimEnd()[^Math.Min(300, e.Message.TrimEnd().Length)..]}");
        }

        Directory.Move(partial, root);
        return root;
    }

    /// <summary>The mirror of Debian 12 that this machine's apt uses.</summary>
    /// <exception cref="PeerMissingException">It uses none.</exception>
    private static async Task<string> Mirror()
    {
        var targets = (await Shell.Try("apt-get", "indextargets", "--format", "$(RELEASE) $(CODENAME) $(REPO_URI)", "Created-By: Packages")).Output.Split('\n');
        return targets.FirstOrDefault(target => target.StartsWith("bookworm bookworm ", StringComparison.Ordinal))?.Split(' ')[2]
            ?? throw new PeerMissingException("this machine has no apt sources of Debian 12");
    }

    // "ffmpeg (>= 7:5.1), libssl3 | libssl3t64": of what may stand in for another, the first.
    [GeneratedRegex(@"(?<=^|, )[a-z0-9.+-]+")]
    private static partial Regex Dependency();
}
