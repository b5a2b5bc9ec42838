using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Rows;

/// <summary>Writes the statements that read and change rows. Names come from the catalogue, values are parameters.</summary>
internal static class RowsSql
{
    /// <summary>FROM with the search's condition, whose pattern is the last parameter, <c>$1</c> where it is the only one.</summary>
    public static string From(TableShape table, bool search, int parameter = 1)
    {
        if (!search)
        {
            return $"{table.Name.Sql} as t";
        }

        // "default" is deterministic, which ILIKE asks for, whatever collation a column has.
        var conditions = Searchable(table).Select(c => $"(t.{c.Sql}::text collate pg_catalog.\"default\") ilike ${parameter}").ToList();
        return $"{table.Name.Sql} as t where {(conditions.Count == 0 ? "false" : string.Join(" or ", conditions))}";
    }

    /// <summary>A page: <c>$1</c> limit, <c>$2</c> offset, <c>$3</c> the search's pattern.</summary>
    public static string Page(TableShape table, RowsRequest request)
    {
        var columns = string.Join(", ", table.Columns.Where(c => c.Readable).Select(c => "t." + c.Sql));
        return $"select (select to_json(r.*)::text from (select {columns}) as r) from {From(table, request.Search is not null, 3)}{OrderBy(table, request)} limit $1 offset $2";
    }

    /// <summary>The text between percent signs, with everything that means something to LIKE taken literally.</summary>
    public static string Pattern(string search) =>
        $"%{search.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <summary>Inserts one row: <c>$1</c> is an object that has the given columns.</summary>
    public static string Insert(TableShape table, IReadOnlyList<ColumnShape> given)
    {
        if (given.Count == 0)
        {
            return $"insert into {table.Name.Sql} as t default values returning to_json(t.*)::text";
        }

        return $"insert into {table.Name.Sql} as t ({Names(given)}) select {Names(given)} from {Record("$1", given, "d")} returning to_json(t.*)::text";
    }

    /// <summary>Changes the row of a key: <c>$1</c> has the new values, <c>$2</c> the key.</summary>
    public static string Update(TableShape table, IReadOnlyList<ColumnShape> given) =>
        $"update {table.Name.Sql} as t set {string.Join(", ", given.Select(c => $"{c.Sql} = d.{c.Sql}"))} from {Record("$1", given, "d")}, {Record("$2", table.Key, "k")} where {HasKey(table)} returning to_json(t.*)::text";

    /// <summary>Deletes the row of a key: <c>$1</c>.</summary>
    public static string Delete(TableShape table) =>
        $"delete from {table.Name.Sql} as t using {Record("$1", table.Key, "k")} where {HasKey(table)} returning 1";

    private static IEnumerable<ColumnShape> Searchable(TableShape table) => table.Columns.Where(c => c.Readable && c.Type != "bytea");

    private static string OrderBy(TableShape table, RowsRequest request)
    {
        var order = new List<string>();
        if (request.OrderBy is { } wanted)
        {
            var column = table.Require(wanted, StatusCodes.Status400BadRequest);
            order.Add($"t.{column.Sql}{(request.Descending ? " desc" : "")}");
        }

        var descending = request.OrderBy is null && request.Descending;
        order.AddRange(table.Key.Where(c => c.Readable && c.Name != request.OrderBy).Select(c => $"t.{c.Sql}{(descending ? " desc" : "")}"));
        return order.Count == 0 ? "" : $" order by {string.Join(", ", order)}";
    }

    /// <summary>
    /// The object as a row of the columns' own types: PostgreSQL reads every value (arrays,
    /// composites, domains) and refuses what is none. Types are in the catalogue's words.
    /// </summary>
    private static string Record(string parameter, IReadOnlyList<ColumnShape> columns, string alias) =>
        $"json_to_record({parameter}) as {alias}({string.Join(", ", columns.Select(c => $"{c.Sql} {c.Type}"))})";

    private static string HasKey(TableShape table) => string.Join(" and ", table.Key.Select(c => $"t.{c.Sql} = k.{c.Sql}"));

    private static string Names(IEnumerable<ColumnShape> columns) => string.Join(", ", columns.Select(c => c.Sql));
}
