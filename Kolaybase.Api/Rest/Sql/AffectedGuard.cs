using System.Text.RegularExpressions;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>
/// Undoes a write that touches more rows than <c>max-affected</c> allows, inside the statement itself, since
/// the transaction commits with it. PostgreSQL has no expression that raises an error of ours, so a
/// text that is no number is cast to one; it begins with a token which no caller knows, and by it the error
/// is told from one about his values.
/// </summary>
/// <param name="token">A secret of this process.</param>
internal sealed partial class AffectedGuard(string token)
{
    /// <summary>Adds what stands before the write.</summary>
    public static SqlBuilder Open(SqlBuilder sql, long? most) => most is null ? sql : sql.Add("WITH w AS (");

    /// <summary>Adds what stands behind it: <c>RETURNING</c>, and with a limit the query that checks it and passes the rows on.</summary>
    public SqlBuilder Close(SqlBuilder sql, RowsPlan? output, long? most)
    {
        if (most is not { } limit)
        {
            return output is null ? sql : sql.Add(" RETURNING ").AddOutput(output, OutputNames.None);
        }

        sql.Add(" RETURNING ");
        _ = output is null ? sql.Add("1") : sql.AddOutput(output, OutputNames.Numbered);
        return sql.Add(output is null ? ") SELECT pg_catalog.count(*) FROM w HAVING CASE WHEN pg_catalog.count(*) > " : ") SELECT * FROM w WHERE CASE WHEN (SELECT pg_catalog.count(*) FROM w) > ")
            .AddParameter(limit, SqlParameterType.Int8)
            .Add(" THEN (")
            .AddParameter(token, SqlParameterType.Text)
            .Add(output is null ? " || pg_catalog.count(*))::integer IS NULL ELSE true END" : " || (SELECT pg_catalog.count(*) FROM w))::integer IS NULL ELSE true END");
    }

    /// <summary>The number of rows, when the error is this guard's; else null.</summary>
    /// <param name="sqlState">The error's SQLSTATE.</param>
    /// <param name="message">Its message.</param>
    public string? Rows(string sqlState, string message)
    {
        var at = message.IndexOf(token, StringComparison.Ordinal);
        return sqlState == Npgsql.PostgresErrorCodes.InvalidTextRepresentation && at >= 0 ? Digits().Match(message, at + token.Length).Value : null;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
