namespace Kolaybase.Api.Rest.Schema;

/// <summary>A project's snapshot in <see cref="SchemaCache"/>, perhaps still being loaded.</summary>
/// <param name="lastUsed">When it was asked for.</param>
internal sealed class SchemaCacheEntry(long lastUsed)
{
    private readonly Lock _gate = new();
    private Task<bool>? _look;

    /// <summary>The load, begun by whoever asks first.</summary>
    public Lazy<Task<SchemaSnapshot>> Snapshot { get; set; } = null!;

    /// <summary>When it was last asked for.</summary>
    public long LastUsed { get; set; } = lastUsed;

    /// <summary>When the last look at the database began that found it as it is here.</summary>
    public long Looked { get; set; }

    /// <summary>What <see cref="SchemaSnapshot.Weigh"/> says; 0 while it is loaded.</summary>
    public int Weight { get; set; }

    /// <summary>Whether it is loaded and that snapshot.</summary>
    public bool Holds(SchemaSnapshot snapshot) =>
        Snapshot.IsValueCreated && Snapshot.Value.IsCompletedSuccessfully && ReferenceEquals(Snapshot.Value.Result, snapshot);

    /// <summary>Looks whether the database has changed, once for all who ask meanwhile; none of them can end it.</summary>
    public Task<bool> Poll(Func<Task<bool>> look)
    {
        lock (_gate)
        {
            if (_look is null or { IsCompleted: true })
            {
                _look = Task.Run(look);
            }

            return _look;
        }
    }
}
