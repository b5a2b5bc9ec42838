using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// The database that projects' databases are copied from. It is remade when its SQL changes: databases
/// made before keep what they have.
/// </summary>
internal static class TemplateDatabase
{
    public const string Name = "kolaybase_template";
    private const string Next = "kolaybase_template_next";
    private const int Attempts = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Says which SQL a template was made by: a short hash over all scripts.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(new[] { "01-auth", "02-schema-version", "03-event-triggers", "03-fingerprint" }.Select(Script)))))[..16];

    /// <summary>Makes or remakes the template where needed. The caller holds the server's bootstrap lock.</summary>
    public static async Task EnsureAsync(NpgsqlConnection admin, NpgsqlConnectionStringBuilder bootstrap, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var current = new NpgsqlCommand(
            $"select shobj_description(oid, 'pg_database') from pg_database where datname = '{Name}' and datistemplate and not datallowconn", admin);
        if (await current.ExecuteScalarAsync(cancellationToken) as string == Comment)
        {
            return;
        }

        // What a killed run left.
        await RunAsync(admin, $"drop database if exists {Next} with (force)", cancellationToken);
        await RunAsync(admin, $"create database {Next} template template0 encoding 'UTF8'", cancellationToken);
        await RunAsync(admin, $"revoke all on database {Next} from public", cancellationToken);
        await FillAsync(bootstrap, cancellationToken);
        await RunAsync(admin, $"comment on database {Next} is {SqlText.Literal(Comment)}", cancellationToken);
        await RunAsync(admin, $"alter database {Next} with allow_connections false is_template true", cancellationToken);
        await ReplaceAsync(admin, time, cancellationToken);
    }

    private static string Comment => $"Kolaybase: copied for each new project; version {Version}";

    private static async Task FillAsync(NpgsqlConnectionStringBuilder bootstrap, CancellationToken cancellationToken)
    {
        var target = new NpgsqlConnectionStringBuilder(bootstrap.ConnectionString) { Database = Next, Pooling = false };
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, Script("01-auth"), cancellationToken);
        await RunAsync(connection, Script("02-schema-version"), cancellationToken);
        await transaction.SaveAsync("variant", cancellationToken);
        try
        {
            await RunAsync(connection, Script("03-event-triggers"), cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await transaction.RollbackAsync("variant", cancellationToken);
            await RunAsync(connection, Script("03-fingerprint"), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Swaps the templates; a copy that is under way is waited for.</summary>
    private static async Task ReplaceAsync(NpgsqlConnection admin, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var exists = new NpgsqlCommand($"select exists (select from pg_database where datname = '{Name}')", admin);
                if (await exists.ExecuteScalarAsync(cancellationToken) is true)
                {
                    await RunAsync(admin, $"alter database {Name} with is_template false", cancellationToken);
                    await RunAsync(admin, $"drop database {Name} with (force)", cancellationToken);
                }

                await RunAsync(admin, $"alter database {Next} rename to {Name}", cancellationToken);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse && attempt < Attempts)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private static string Script(string name)
    {
        var assembly = typeof(TemplateDatabase).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(n => n.EndsWith($".Template.{name}.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
