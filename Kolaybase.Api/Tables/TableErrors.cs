using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Tables;

/// <summary>The refusals that more than one table call makes.</summary>
internal static class TableErrors
{
    public static ApiException SchemaNotFound(string schema, string? nearest, int status = StatusCodes.Status404NotFound) => new(
        status,
        PostgresErrorCodes.InvalidSchemaName,
        $"There is no schema \"{schema}\" here.",
        hint: Perhaps("schema", nearest));

    public static ApiException TableNotFound(TableName table, string? nearest, int status = StatusCodes.Status404NotFound) => new(
        status,
        PostgresErrorCodes.UndefinedTable,
        $"There is no table \"{table.Name}\" in schema \"{table.Schema}\".",
        hint: Perhaps("table", nearest));

    /// <remarks>The status is 404 where the path names the column, 400 where the query or the body does.</remarks>
    public static ApiException ColumnNotFound(int status, TableName table, string column, IEnumerable<string> columns) => new(
        status,
        PostgresErrorCodes.UndefinedColumn,
        $"The table \"{table.Name}\" has no column \"{Shorten(column)}\".",
        hint: Perhaps("column", NearestName.Of(column, columns)));

    /// <summary>404: a table has no such constraint, index, policy or trigger.</summary>
    /// <param name="table">The table.</param>
    /// <param name="kind">What it has none of.</param>
    /// <param name="name">The name that the path has.</param>
    /// <param name="names">Those that it has.</param>
    public static ApiException PartNotFound(TableName table, string kind, string name, IEnumerable<string> names) => new(
        StatusCodes.Status404NotFound,
        PostgresErrorCodes.UndefinedObject,
        $"The table \"{table.Name}\" has no {kind} \"{Shorten(name)}\".",
        hint: Perhaps(kind, NearestName.Of(name, names)));

    /// <summary>PostgreSQL's own refusal for a table of which the role may read no column.</summary>
    public static ApiException PermissionDenied(ProjectCaller caller, TableName table) => new(
        caller.Role == DatabaseRole.Anon ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden,
        PostgresErrorCodes.InsufficientPrivilege,
        $"permission denied for table {table.Name}",
        hint: $"Grant SELECT on it to {caller.Role.ToSql()}, or use a caller that has it.");

    public static ApiException Invalid(string field, string fault) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, $"\"{field}\" {fault}.");

    public static ApiException InvalidParameter(string parameter, string fault) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, $"The parameter \"{parameter}\" {fault}.");

    /// <summary>What a caller sent is repeated to him, but no page of it.</summary>
    public static string Shorten(string text)
    {
        const int longest = 100;
        if (text.Length <= longest)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";
    }

    private static string? Perhaps(string kind, string? nearest) =>
        nearest is null ? null : $"Perhaps you meant the {kind} \"{nearest}\".";
}
