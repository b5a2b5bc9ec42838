using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>What the login that prepares a server may do.</summary>
internal sealed record ServerAdmin(int Version, bool Superuser, bool CreateRole, bool CreateDatabase, bool BypassRls)
{
    private const int Oldest = 150000;
    private const int FirstWithoutSuperuser = 160000;

    public static async Task<ServerAdmin> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select current_setting('server_version_num')::int, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ServerAdmin(reader.GetInt32(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetBoolean(4));
    }

    /// <exception cref="ServerBootstrapException">It may not do enough.</exception>
    public void Check()
    {
        if (Version < Oldest)
        {
            throw new ServerBootstrapException($"PostgreSQL {Version / 10000} is too old: Kolaybase needs 15 or later.");
        }

        if (Superuser)
        {
            return;
        }

        if (Version < FirstWithoutSuperuser)
        {
            throw new ServerBootstrapException("Before PostgreSQL 16 the login that prepares the server must be a superuser: only a superuser can make a role that bypasses row level security there.");
        }

        var missing = new[] { (CreateRole, "CREATEROLE"), (CreateDatabase, "CREATEDB"), (BypassRls, "BYPASSRLS") }.Where(a => !a.Item1).Select(a => a.Item2).ToList();
        if (missing.Count > 0)
        {
            throw new ServerBootstrapException($"The login that prepares the database server lacks {string.Join(", ", missing)}: give it these attributes or use a superuser.");
        }
    }
}
