using System.Globalization;
using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Sql.Statements;

namespace Kolaybase.Api.Sql;

/// <summary>SQL to run.</summary>
public sealed record ExecuteSqlRequest
{
    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>One statement or several, which together are one transaction unless the text itself begins and ends some.</summary>
    public required string Query { get; init; }

    /// <summary>Values for <c>$1</c>, <c>$2</c> and so on, for one statement only.</summary>
    public IReadOnlyList<JsonElement>? Params { get; init; }

    /// <summary>Which page of each result set is answered, from 1; left out, the first.</summary>
    public int? Page { get; init; }

    /// <summary>How many rows a page has: 1 to 10,000; left out, 1,000.</summary>
    public int? Limit { get; init; }

    /// <summary>Takes the text apart.</summary>
    /// <exception cref="ApiException">400.</exception>
    internal List<SqlStatement> Check(SqlOptions options)
    {
        new Faults()
            .Check(Query.Length <= options.QueryCharacters, "query", string.Create(CultureInfo.InvariantCulture, $"must not be longer than {options.QueryCharacters} characters"))
            .Check(Params is null || Params.Count <= options.Parameters, "params", string.Create(CultureInfo.InvariantCulture, $"must not hold more than {options.Parameters} values"))
            .Check(Page is null or >= 1, "page", "must be 1 or more")
            .Check(Limit is null || (Limit >= 1 && Limit <= options.MostRows), "limit", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {options.MostRows}"))
            .ThrowIfAny();
        var statements = StatementSplitter.Split(Query);
        new Faults()
            .Check(statements.Count > 0, "query", "must hold a statement")
            .Check(statements.Count <= options.Statements, "query", string.Create(CultureInfo.InvariantCulture, $"must not hold more than {options.Statements} statements"))
            .ThrowIfAny();
        return statements.Count > 1 && Params is { Count: > 0 }
            ? throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.ParamsForSeveral, "\"params\" goes with one statement only.", $"The text has {statements.Count.ToString(CultureInfo.InvariantCulture)} statements.", "Send them one by one.")
            : statements;
    }

    /// <summary>The rows that are wanted.</summary>
    internal RowPage PageOf(SqlOptions options)
    {
        var limit = Limit ?? Math.Min(options.Rows, options.MostRows);
        return new(((Page ?? 1) - 1L) * limit, limit);
    }
}
