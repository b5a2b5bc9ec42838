using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Rows that a change would damage or that refuse it: how many, and which the first ones are.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="First">Keys of the first ones as JSON; their place in the file where the table has no key.</param>
internal sealed record RowsInTheWay(long Count, IReadOnlyList<string> First)
{
    private const int Shown = 5;

    /// <summary>Finds the rows that fulfil a condition on <c>t</c>.</summary>
    public static async Task<RowsInTheWay> FindAsync(OwnerSession session, TableShape table, string condition, CancellationToken cancellationToken)
    {
        var key = table.Key.Count == 0 ? "t.ctid::text as ctid" : string.Join(", ", table.Key.Select(c => "t." + c.Sql));
        var order = table.Key.Count == 0 ? "t.ctid" : key;
        return await ReadAsync(
            session,
            $"select count(*) over (), (select to_json(r.*)::text from (select {key}) as r) from {table.Name.Sql} as t where {condition} order by {order} limit {Shown}",
            cancellationToken);
    }

    /// <exception cref="ApiException">409: rows hold null in the column.</exception>
    public static async Task RefuseNullsAsync(OwnerSession session, TableShape table, ColumnShape column, CancellationToken cancellationToken) =>
        (await FindAsync(session, table, $"t.{column.Sql} is null", cancellationToken)).Refuse(
            PostgresErrorCodes.NotNullViolation,
            $"{{0}} of \"{table.Name.Name}\" hold null in \"{column.Name}\". Nothing was changed.",
            "Give them a value first.");

    /// <exception cref="ApiException">409: values of the column occur more than once.</exception>
    public static Task RefuseDuplicatesAsync(OwnerSession session, TableShape table, ColumnShape column, CancellationToken cancellationToken) =>
        RefuseDuplicatesAsync(session, table, [column], cancellationToken);

    /// <exception cref="ApiException">409: values of the columns occur more than once together.</exception>
    public static async Task RefuseDuplicatesAsync(OwnerSession session, TableShape table, IReadOnlyList<ColumnShape> columns, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(c => "t." + c.Sql));
        var shown = columns is [var only] ? $"to_json(t.{only.Sql})" : $"(select to_json(r.*) from (select {names}) as r)";
        var values = await ReadAsync(
            session,
            $"select count(*) over (), {shown}::text from {table.Name.Sql} as t where {string.Join(" and ", columns.Select(c => $"t.{c.Sql} is not null"))} group by {names} having count(*) > 1 order by {names} limit {Shown}",
            cancellationToken);
        if (values.Count > 0)
        {
            throw new ApiException(
                StatusCodes.Status409Conflict,
                PostgresErrorCodes.UniqueViolation,
                $"{Number(values.Count, "value occurs", "values occur")} more than once in {string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}. Nothing was changed.",
                $"The first: {string.Join(", ", values.First)}",
                "Change or delete the rows that are too many first.");
        }
    }

    /// <summary>Refuses the change when there are such rows.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">The message, with <c>{0}</c> for their number.</param>
    /// <param name="hint">What to do.</param>
    /// <exception cref="ApiException">409 with the first keys in <c>details</c>.</exception>
    public void Refuse(string code, string message, string hint)
    {
        if (Count > 0)
        {
            throw new ApiException(
                StatusCodes.Status409Conflict,
                code,
                message.Replace("{0}", Number(Count, "row", "rows"), StringComparison.Ordinal),
                $"The first: {string.Join(", ", First)}",
                hint);
        }
    }

    private static async Task<RowsInTheWay> ReadAsync(OwnerSession session, string sql, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(sql), cancellationToken);
        var count = 0L;
        var first = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            count = reader.GetInt64(0);
            first.Add(TableErrors.Shorten(reader.GetString(1)));
        }

        return new RowsInTheWay(count, first);
    }

    private static string Number(long count, string one, string many) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";
}
