using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Opens connections for the data API, and says in PostgREST's codes why there is none.</summary>
internal static class DataConnections
{
    /// <summary>Opens one as the project's authenticator.</summary>
    /// <exception cref="Http.ApiException">504 <c>PGRST003</c>: none came free in time; 503 <c>PGRST000</c>: the server does not answer. Both name <c>Retry-After</c>.</exception>
    public static async ValueTask<NpgsqlConnection> OpenAsync(ProjectDatabases databases, ProjectDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            return await databases.OpenAuthenticatorAsync(database, cancellationToken);
        }
        catch (DatabaseBusyException e)
        {
            throw e.AllInUse ? RestErrors.NoConnectionInTime(e) : RestErrors.NoConnection(e);
        }
    }
}
