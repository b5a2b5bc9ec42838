using System.Globalization;
using Npgsql;

namespace Kolaybase.Workers.Backup;

/// <summary>A connection string of ours as libpq's environment variables (PostgreSQL's documentation, "Environment Variables" of libpq).</summary>
internal static class PostgresEnvironment
{
    // "system" as a root certificate: release notes of 16.
    private const int KnowsSystemRoots = 16;

    private static readonly string RootFile = OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "postgresql", "root.crt")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".postgresql", "root.crt");

    /// <summary>The variables; what the connection string leaves to its defaults is left out.</summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="major">Major version of the programs.</param>
    /// <exception cref="BackupException">The programs can't check the server's certificate as we do.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(NpgsqlConnectionStringBuilder connection, int major) =>
        [.. Settings(connection), .. Roots(connection, major)];

    private static IEnumerable<KeyValuePair<string, string>> Settings(NpgsqlConnectionStringBuilder connection)
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
        foreach (var (variable, file) in new[] { ("PGSSLCERT", connection.SslCertificate), ("PGSSLKEY", connection.SslKey) })
        {
            if (!string.IsNullOrEmpty(file))
            {
                yield return new(variable, file);
            }
        }
    }

    // Npgsql takes the machine's roots where it is told no others and the user has no file of them; libpq has to be asked to.
    private static IEnumerable<KeyValuePair<string, string>> Roots(NpgsqlConnectionStringBuilder connection, int major)
    {
        var named = string.IsNullOrEmpty(connection.RootCertificate) ? Environment.GetEnvironmentVariable("PGSSLROOTCERT") : connection.RootCertificate;
        if (!string.IsNullOrEmpty(named))
        {
            return [new("PGSSLROOTCERT", named)];
        }

        if (connection.SslMode != SslMode.VerifyFull || File.Exists(RootFile))
        {
            return [];
        }

        if (major < KnowsSystemRoots)
        {
            throw new BackupException(string.Create(
                CultureInfo.InvariantCulture,
                $"The connection string asks for SSL Mode=VerifyFull and names no root certificate: client programs of {major} don't know the machine's own. Name the file in it (Root Certificate=…), or install programs of {KnowsSystemRoots} or newer and name their folder in {PostgresPrograms.FolderKey}."));
        }

        return [new("PGSSLROOTCERT", "system")];
    }
}
