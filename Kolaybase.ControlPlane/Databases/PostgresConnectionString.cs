using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Reads connection strings of PostgreSQL from the configuration.</summary>
internal static class PostgresConnectionString
{
    /// <summary>The string; what is wrong with it is added to <paramref name="faults"/>, never with its value.</summary>
    public static string Read(string? text, string key, bool required, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required)
            {
                faults.Add($"{key} is not set: it takes a connection string like \"Host=…;Username=…;Password=…;Database=…\".");
            }

            return "";
        }

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            foreach (var (name, value) in new[] { ("Host", builder.Host), ("Username", builder.Username), ("Password", builder.Password), ("Database", builder.Database) })
            {
                if (string.IsNullOrEmpty(value))
                {
                    faults.Add($"{key} names no {name}.");
                }
            }

            return text;
        }
        catch (ArgumentException)
        {
            // The exception's message may quote the value.
            faults.Add($"{key} is no valid Npgsql connection string.");
            return "";
        }
    }
}
