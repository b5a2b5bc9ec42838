using Kolaybase.ControlPlane.Databases;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using Kolaybase.Api.Rest.Schema;
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
    /// <exception cref="Kolaybase.Api.Http.ApiException">503 <c>PGRST002</c>: they could not be read. Nothing is kept of that.</exception>
    public async ValueTask<FrozenSet<string>> GetAsync(ProjectDatabase database, CancellationToken cancellationToken)
    {
        if (_servers.TryGetValue(database.Server, out var known))
        {
            return known;
        }

        var names = new List<string>();
        await using (var connection = await open(database, cancellationToken))
        {
            try
            {
                await SessionReset.RunAsync(connection, cancellationToken);
                await using var command = new NpgsqlCommand("SELECT name FROM pg_catalog.pg_timezone_names", connection);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    names.Add(reader.GetString(0));
                }
            }
            catch (NpgsqlException e)
            {
                throw UnreadCatalogue.Refusal(connection, e);
            }
        }

        return _servers[database.Server] = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
