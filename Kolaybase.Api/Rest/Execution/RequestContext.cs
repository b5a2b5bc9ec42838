using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// The first command of every batch: who the transaction is, what its policies may look at, how long it may
/// take, and which schema its statement was planned for. All of it is local to the transaction and gone with it; what code of the project
/// has left in the session before is cleared, by the command itself or, where the database lacks the function, by <see cref="SessionReset.RunAsync"/> before it.
/// </summary>
internal static class RequestContext
{
    private const string Settings = """
               pg_catalog.set_config('role', $1, true), pg_catalog.set_config('request.jwt.claims', $2, true),
               pg_catalog.set_config('request.method', $3, true), pg_catalog.set_config('request.path', $4, true),
               pg_catalog.set_config('request.headers', $5, true), pg_catalog.set_config('request.cookies', $6, true),
               pg_catalog.set_config('statement_timeout', $7, true), pg_catalog.set_config('search_path', $8, true),
               pg_catalog.set_config('transaction_read_only', $9, true), kolaybase.assert_schema_version($10)
        """;

    private const string TimeZone = ", pg_catalog.set_config('timezone', $11, true)";
    private const string Usual = "SELECT " + SessionReset.Function + ",\n" + Settings;
    private const string WithTimeZone = Usual + TimeZone;
    private const string AfterReset = "SELECT " + Settings;
    private const string AfterResetWithTimeZone = AfterReset + TimeZone;

    /// <summary>SQLSTATE of a schema that is no longer the one planned for.</summary>
    public const string SchemaChanged = "KB409";

    /// <summary>Makes the command.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="snapshot">What the statement was planned with.</param>
    /// <param name="settings">How the transaction runs.</param>
    /// <param name="limits">Limits.</param>
    public static NpgsqlBatchCommand Command(HttpRequest request, ProjectCaller caller, SchemaSnapshot snapshot, RequestSettings settings, RestLimits limits)
    {
        var command = new NpgsqlBatchCommand(Text(snapshot.ResetsSessions, settings.TimeZone is not null))
        {
            Parameters =
            {
                Text(caller.Role.ToSql()),
                Text(caller.ClaimsJson),
                Text(request.Method),
                Text(request.Path),
                Text(RequestHeaders.ToJson(request.Headers)),
                Text(RequestHeaders.CookiesToJson(request.Cookies)),
                Text((settings.StatementMilliseconds ?? StatementMilliseconds(caller.Role, limits)).ToString(CultureInfo.InvariantCulture)),
                Text(SearchPath(settings.Schema)),
                Text(settings.ReadOnly ? "on" : "off"),
                new NpgsqlParameter<long> { TypedValue = snapshot.Version },
            },
        };
        if (settings.TimeZone is { } zone)
        {
            command.Parameters.Add(Text(zone));
        }

        return command;
    }

    private static string Text(bool resets, bool timeZone) => (resets, timeZone) switch
    {
        (true, false) => Usual,
        (true, true) => WithTimeZone,
        (false, false) => AfterReset,
        (false, true) => AfterResetWithTimeZone,
    };

    /// <summary>How long the role's statements may run.</summary>
    public static int StatementMilliseconds(DatabaseRole role, RestLimits limits) => role switch
    {
        DatabaseRole.Anon => limits.AnonStatementMilliseconds,
        DatabaseRole.Authenticated => limits.AuthenticatedStatementMilliseconds,
        _ => limits.ServiceStatementMilliseconds,
    };

    /// <summary>What lies in <c>public</c> is found from every schema, extensions above all.</summary>
    private static string SearchPath(string schema) =>
        schema == "public" ? "\"public\"" : $"{Rest.Sql.SqlText.Identifier(schema)}, \"public\"";

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
