using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Schema;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// The first command of every batch: who the transaction is, what its policies may look at, how long it may
/// take, and which schema its statement was planned for. All of it is local to the transaction and gone with it.
/// </summary>
internal static class RequestContext
{
    private const string Sql = """
        SELECT pg_catalog.set_config('role', $1, true), pg_catalog.set_config('request.jwt.claims', $2, true),
               pg_catalog.set_config('request.method', $3, true), pg_catalog.set_config('request.path', $4, true),
               pg_catalog.set_config('statement_timeout', $5, true), pg_catalog.set_config('search_path', $6, true),
               pg_catalog.set_config('transaction_read_only', $7, true), kolaybase.assert_schema_version($8)
        """;

    /// <summary>SQLSTATE of a schema that is no longer the one planned for.</summary>
    public const string SchemaChanged = "KB409";

    /// <summary>Makes the command.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="snapshot">What the statement was planned with.</param>
    /// <param name="limits">Limits.</param>
    public static NpgsqlBatchCommand Command(HttpRequest request, ProjectCaller caller, SchemaSnapshot snapshot, RestLimits limits) => new(Sql)
    {
        Parameters =
        {
            Text(caller.Role.ToSql()),
            Text(caller.ClaimsJson),
            Text(request.Method),
            Text(request.Path),
            Text(StatementMilliseconds(caller.Role, limits).ToString(CultureInfo.InvariantCulture)),
            Text(Quoted(limits.Schema)),
            Text(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? "on" : "off"),
            new NpgsqlParameter<long> { TypedValue = snapshot.Version },
        },
    };

    /// <summary>How long the role's statements may run.</summary>
    public static int StatementMilliseconds(DatabaseRole role, RestLimits limits) => role switch
    {
        DatabaseRole.Anon => limits.AnonStatementMilliseconds,
        DatabaseRole.Authenticated => limits.AuthenticatedStatementMilliseconds,
        _ => limits.ServiceStatementMilliseconds,
    };

    private static string Quoted(string schema) => Rest.Sql.SqlText.Identifier(schema);

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
