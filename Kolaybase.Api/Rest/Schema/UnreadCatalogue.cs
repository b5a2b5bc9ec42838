using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>What becomes of a failure to read a project's catalogue, before any statement of the request itself.</summary>
internal static class UnreadCatalogue
{
    /// <summary>The refusal: 503, since without it the failure would pass for a fault of the control database. Heals what can be healed of the connection.</summary>
    public static ApiException Refusal(NpgsqlConnection connection, NpgsqlException cause)
    {
        if (cause is PostgresException error)
        {
            ForgottenStatements.Heal(connection, error);
        }

        return RestErrors.SchemaUnread(cause);
    }
}
