using Kolaybase.Bench.DataApi.Peer;

namespace Kolaybase.Bench.DataApi.Cases;

/// <summary>One kind of request.</summary>
internal sealed record BenchCase
{
    /// <summary>Its name on the command line and in the table.</summary>
    public required string Name { get; init; }

    /// <summary>HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The request target for a key.</summary>
    public required Func<long, string> Target { get; init; }

    /// <summary>Keys run from 1 to this; 0 when the target has none.</summary>
    public long Keys { get; init; }

    /// <summary>The body; null sends none.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the service key calls; else anon's.</summary>
    public bool Service { get; init; }

    /// <summary>The table that is emptied before each measurement; null for reads.</summary>
    public string? Fills { get; init; }

    /// <summary>The least ratio of HTTP to pgbench; null when no aim was set.</summary>
    public double? Aim { get; init; }

    /// <summary>The same read in GraphQL, for the peer; null when it is not asked.</summary>
    public PeerQuery? Peer { get; init; }

    /// <summary>Headers beside the body's.</summary>
    public IEnumerable<(string Name, string Value)> Headers(BenchProject project)
    {
        yield return ("apikey", Service ? project.ServiceKey : project.AnonKey);
        if (Body is not null)
        {
            yield return ("Content-Type", "application/json");
        }
    }
}
