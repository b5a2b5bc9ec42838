using System.Collections.Concurrent;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage;

/// <summary>Bounds the uploads that are under way in this process: each may hold two parts in memory, and no project may take all.</summary>
internal sealed class UploadSlots(StorageOptions options)
{
    private readonly ConcurrentDictionary<Guid, int> _projects = new();
    private int _all;

    /// <summary>Takes one; disposing gives it back.</summary>
    /// <exception cref="ApiException">429: the project has all it may have; 503: all together have.</exception>
    public IDisposable Take(Guid projectId)
    {
        if (Interlocked.Increment(ref _all) > options.Uploads)
        {
            Interlocked.Decrement(ref _all);
            throw Refuse(StatusCodes.Status503ServiceUnavailable, "This server has as many uploads under way as it takes.");
        }

        if (_projects.AddOrUpdate(projectId, 1, static (_, n) => n + 1) > options.UploadsPerProject)
        {
            Return(projectId);
            throw Refuse(StatusCodes.Status429TooManyRequests, $"The project has {options.UploadsPerProject} uploads under way, which is as many as it may have.");
        }

        return new Slot(this, projectId);
    }

    /// <summary>Uploads under way.</summary>
    internal int Count => Volatile.Read(ref _all);

    private void Return(Guid projectId)
    {
        Interlocked.Decrement(ref _all);
        // Removed only while it is zero: another upload may begin between the two.
        if (_projects.AddOrUpdate(projectId, 0, static (_, n) => n - 1) == 0)
        {
            _projects.TryRemove(KeyValuePair.Create(projectId, 0));
        }
    }

    private static ApiException Refuse(int status, string message) =>
        new(status, ErrorCodes.TooManyUploads, message, hint: "Try again after the seconds that Retry-After names.") { RetryAfterSeconds = 2 };

    private sealed class Slot(UploadSlots slots, Guid projectId) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                slots.Return(projectId);
            }
        }
    }
}
