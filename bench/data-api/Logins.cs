using Kolaybase.Bench.Harness;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Secrets;
using Npgsql;

namespace Kolaybase.Bench.DataApi;

/// <summary>Who connects to the project's database past the API.</summary>
/// <param name="Superuser">Lays out tables and looks at the log.</param>
/// <param name="Authenticator">The login that the API itself uses: statements measured by pgbench run as it.</param>
internal sealed record Logins(NpgsqlConnectionStringBuilder Superuser, NpgsqlConnectionStringBuilder Authenticator)
{
    /// <summary>Reads them from the registry, and lets them have the connections that the tools need.</summary>
    public static async Task<Logins> OpenAsync(string data, Guid project)
    {
        await using var registry = NpgsqlDataSource.Create(StackDatabase.Superuser(data, "kolaybase"));
        await using var command = registry.CreateCommand("SELECT database_name, authenticator_role, authenticator_password_sealed FROM projects WHERE id = $1");
        command.Parameters.Add(new() { Value = project });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (database, role) = (reader.GetString(0), reader.GetString(1));
        var box = new SecretBox(MasterKeyRing.Parse(StackDatabase.Secret(data, "masterKeys")));
        var superuser = StackDatabase.Superuser(data, database);
        var authenticator = new NpgsqlConnectionStringBuilder(superuser.ConnectionString)
        {
            Username = role,
            Password = box.Open(reader.GetString(2), SecretPurposes.AuthenticatorPassword, project.ToString()),
        };
        await reader.CloseAsync();
        await using var widen = registry.CreateCommand($"ALTER ROLE \"{role}\" CONNECTION LIMIT 60");
        await widen.ExecuteNonQueryAsync();
        return new(superuser, authenticator);
    }

    /// <summary>Runs commands as the superuser.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
