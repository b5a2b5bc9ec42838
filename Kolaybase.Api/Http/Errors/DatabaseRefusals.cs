using Npgsql;

namespace Kolaybase.Api.Http.Errors;

/// <summary>What the owner of a project reads whose database refuses its own logins.</summary>
internal static class DatabaseRefusals
{
    /// <summary>The answer for a SQLSTATE; the server's own words would name the database.</summary>
    public static ApiError Explain(string sqlState) =>
        new(ErrorCodes.DatabaseRefuses, "The project's database refuses connections now.", $"SQLSTATE {sqlState}", Hint(sqlState));

    private static string Hint(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.TooManyConnections =>
            "Close connections of your own. If it lasts, the database or a login has too small a connection limit, or the server is full: ask whoever runs it.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "The project's owner has changed a login or its password: set back the one that GET /api/projects/{id}/connect shows, or ask whoever runs the server.",
        _ => "The database is closed to its logins (ALLOW_CONNECTIONS, CONNECT, or a setting of theirs): ask whoever runs the server.",
    };
}
