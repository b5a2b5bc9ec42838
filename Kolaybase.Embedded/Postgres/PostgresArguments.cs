using System.Globalization;

namespace Kolaybase.Embedded.Postgres;

/// <summary>The server's settings, given on its command line: the cluster's own files stay as <c>initdb</c> made them and hold the user's changes.</summary>
internal static class PostgresArguments
{
    // sun_path of unix(7) is 108 bytes on Linux, 104 on macOS, and holds "/.s.PGSQL.65535.lock" too.
    private const int LongestSocketFolder = 80;

    public static IEnumerable<string> For(PostgresClusterOptions options, int port)
    {
        var socket = OperatingSystem.IsWindows() || options.RunFolder.Length > LongestSocketFolder ? "" : options.RunFolder;
        List<(string Name, string Value)> settings =
        [
            ("listen_addresses", "127.0.0.1"),
            ("port", port.ToString(CultureInfo.InvariantCulture)),
            ("unix_socket_directories", socket),
            ("max_connections", options.MaxConnections.ToString(CultureInfo.InvariantCulture)),
            ("password_encryption", "scram-sha-256"),
            ("cluster_name", "kolaybase"),

            // The log outlives us and stays small: one file for each day of the week, overwritten a week later.
            ("logging_collector", "on"),
            ("log_directory", options.LogFolder),
            ("log_filename", "postgres-%a.log"),
            ("log_rotation_age", "1d"),
            ("log_rotation_size", "0"),
            ("log_truncate_on_rotation", "on"),
            ("log_line_prefix", "%m [%p] %q%u@%d "),
        ];
        if (!options.Durable)
        {
            settings.AddRange([("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")]);
        }

        return ["-D", options.Folder, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" })];
    }
}
