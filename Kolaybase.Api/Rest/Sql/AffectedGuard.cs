using System.Text.RegularExpressions;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>
/// Undoes a statement whose number of rows is not what the request allows, inside the statement itself, since
/// the transaction commits with it. PostgreSQL has no expression that raises an error of ours, so a
/// text that is no number is cast to one; it begins with a token which no caller knows, and by it the error
/// is told from one about his values.
/// </summary>
/// <param name="token">A secret of this process.</param>
internal sealed partial class AffectedGuard(string token)
{
    /// <summary>
    /// Adds <c>WHERE …</c> behind a query: a condition that is true, or fails. It names no column of the query, so PostgreSQL
    /// decides it once before the first row (a one-time filter), also when there is none.
    /// </summary>
    public SqlBuilder AddWhere(SqlBuilder sql, IReadOnlyList<RowRule> rules)
    {
        sql.Add(" WHERE CASE");
        foreach (var rule in rules)
        {
            var count = $"(SELECT pg_catalog.count(*) FROM {rule.Of})";
            sql.Add($" WHEN {count} {(rule.Kind is RowRuleKind.MaxAffected or RowRuleKind.Limit ? ">" : "<>")} ").AddParameter(rule.Rows, SqlParameterType.Int8)
                .Add(" THEN pg_catalog.concat(").AddSharedText(token).Add($", '{(char)rule.Kind}', {count}, '/', ").AddParameter(rule.Rows, SqlParameterType.Int8)
                .Add(")::integer IS NULL");
        }

        return sql.Add(" ELSE true END");
    }

    /// <summary>The refusal, when the error is this guard's; else null.</summary>
    /// <param name="sqlState">The error's SQLSTATE.</param>
    /// <param name="message">Its message.</param>
    public ApiException? Refusal(string sqlState, string message)
    {
        var at = message.IndexOf(token, StringComparison.Ordinal);
        if (sqlState != Npgsql.PostgresErrorCodes.InvalidTextRepresentation || at < 0 || Said().Match(message, at + token.Length) is not { Success: true } said)
        {
            return null;
        }

        var rows = said.Groups[2].Value;
        return (RowRuleKind)said.Groups[1].Value[0] switch
        {
            RowRuleKind.MaxAffected => RestErrors.MaxAffected(rows),
            RowRuleKind.Limit => WriteErrors.LimitSurpassed(rows, said.Groups[3].Value),
            RowRuleKind.Singular => RestErrors.NotSingular(long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)),
            _ => WriteErrors.OtherKey(),
        };
    }

    [GeneratedRegex(@"\G([mlsk])([0-9]+)/([0-9]+)")]
    private static partial Regex Said();
}
