using System.Globalization;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>A connection string of ours as libpq's environment variables (PostgreSQL's documentation, "Environment Variables" of libpq).</summary>
internal static class PostgresEnvironment
{
    /// <summary>The variables; what the connection string leaves to its defaults is left out.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(NpgsqlConnectionStringBuilder connection)
    {
        yield return new("PGHOST", connection.Host ?? "localhost");
        yield return new("PGPORT", connection.Port.ToString(CultureInfo.InvariantCulture));
        yield return new("PGDATABASE", connection.Database ?? "");
        yield return new("PGUSER", connection.Username ?? "");
        yield return new("PGPASSWORD", connection.Password ?? "");
        yield return new("PGAPPNAME", "kolaybase backup");
        yield return new("PGSSLMODE", connection.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        });
        foreach (var (variable, file) in new[] { ("PGSSLROOTCERT", connection.RootCertificate), ("PGSSLCERT", connection.SslCertificate), ("PGSSLKEY", connection.SslKey) })
        {
            if (!string.IsNullOrEmpty(file))
            {
                yield return new(variable, file);
            }
        }
    }
}
