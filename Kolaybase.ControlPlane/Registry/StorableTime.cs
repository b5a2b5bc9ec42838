namespace Kolaybase.ControlPlane.Registry;

/// <summary>Time stamps as rows keep them.</summary>
public static class StorableTime
{
    /// <summary>Now, cut to the microseconds that <c>timestamptz</c> keeps: an answer made before and one made after reading the row are equal.</summary>
    public static DateTimeOffset GetStorableUtcNow(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
