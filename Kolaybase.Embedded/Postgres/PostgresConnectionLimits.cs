using System.Globalization;

namespace Kolaybase.Embedded.Postgres;

/// <summary>
/// How many connections a server takes, and how many of them only the control plane's logins may use: projects' owners
/// connect as they like, and must not lock out what manages them.
/// </summary>
public static class PostgresConnectionLimits
{
    /// <summary>
    /// Connections kept for members of <c>pg_use_reserved_connections</c>, on PostgreSQL 16 and later. Besides these, three
    /// are kept for superusers (<c>superuser_reserved_connections</c>).
    /// </summary>
    public const int Reserved = 20;

    /// <summary>Connections in all, from PostgreSQL 16 on.</summary>
    public const int Default = 200;

    /// <summary>Connections in all on PostgreSQL 15, which can reserve none: more of them is the only remedy there.</summary>
    public const int WithoutReserve = 400;

    private const int FirstWithReserve = 16;

    /// <summary>The settings for a server of a major version.</summary>
    /// <param name="major">Major version.</param>
    /// <param name="maximum">Connections in all; null for the default of the version.</param>
    internal static IEnumerable<(string Name, string Value)> For(int major, int? maximum)
    {
        var reserves = major >= FirstWithReserve;
        yield return ("max_connections", Text(maximum ?? (reserves ? Default : WithoutReserve)));
        if (reserves)
        {
            yield return ("reserved_connections", Text(Reserved));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
