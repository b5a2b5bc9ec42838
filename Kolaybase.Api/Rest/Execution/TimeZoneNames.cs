using System.Collections.Concurrent;
using System.Collections.Frozen;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Names of time zones that a server knows (<c>pg_timezone_names</c>), read once for each server when the first request names
/// one: a name that is not known is no reason to fail the request's transaction.
/// </summary>
internal sealed class TimeZoneNames(OpenAuthenticator open)
{
    private readonly ConcurrentDictionary<string, FrozenSet<string>> _servers = new(StringComparer.Ordinal);

    /// <summary>The names, compared without regard to case as PostgreSQL does.</summary>
    public async ValueTask<FrozenSet<string>> GetAsync(ProjectDatabase database, CancellationToken cancellationToken)
    {
        if (_servers.TryGetValue(database.Server, out var known))
        {
            return known;
        }

        var names = new List<string>();
        await using (var connection = await open(database, cancellationToken))
        await using (var command = new NpgsqlCommand("SELECT name FROM pg_catalog.pg_timezone_names", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                names.Add(reader.GetString(0));
            }
        }

        return _servers[database.Server] = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
