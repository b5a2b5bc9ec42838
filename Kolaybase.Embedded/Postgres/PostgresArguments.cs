using System.Globalization;

namespace Kolaybase.Embedded.Postgres;

/// <summary>The server's settings, given on its command line: the cluster's own files stay as <c>initdb</c> made them and hold the user's changes.</summary>
internal static class PostgresArguments
{
    // sun_path of unix(7) is 108 bytes on Linux, 104 on macOS, and holds "/.s.PGSQL.65535.lock" too.
    private const int LongestSocketFolder = 80;

    public static IEnumerable<string> For(PostgresClusterOptions options, int major, int port)
    {
        var socket = OperatingSystem.IsWindows() || options.RunFolder.Length > LongestSocketFolder ? "" : options.RunFolder;
        List<(string Name, string Value)> settings =
        [
            ("listen_addresses", "127.0.0.1"),
            ("port", port.ToString(CultureInfo.InvariantCulture)),
            ("unix_socket_directories", socket),
            .. PostgresConnectionLimits.For(major, options.MaxConnections),
            ("password_encryption", "scram-sha-256"),
            ("cluster_name", "kolaybase"),

            .. PostgresLogs.Settings(options.LogFolder),
        ];
        if (!options.Durable)
        {
            settings.AddRange([("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")]);
        }

        return ["-D", options.Folder, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" })];
    }
}
