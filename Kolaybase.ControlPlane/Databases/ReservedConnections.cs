using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Lets our own logins use the connections that a server keeps for <c>pg_use_reserved_connections</c> (PostgreSQL 16 and
/// later, setting <c>reserved_connections</c>), so that projects' logins which take all they can get do not lock us out.
/// </summary>
internal static class ReservedConnections
{
    private const int First = 160000;

    /// <summary>Grants the role. Nothing is done on a server that has none, or whose admin may not grant it (managed servers).</summary>
    public static async Task GrantAsync(NpgsqlConnection connection, ServerAdmin admin, IEnumerable<string> logins, CancellationToken cancellationToken)
    {
        if (admin.Version < First)
        {
            return;
        }

        var names = string.Join(", ", logins.Select(SqlText.Identifier));
        await using var command = new NpgsqlCommand(
            $"""
            do $do$ begin
                if pg_has_role('pg_use_reserved_connections', 'member with admin option') then
                    grant pg_use_reserved_connections to {names};
                end if;
            end $do$
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
