using Kolaybase.Api.Tables.Catalog;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Counts the rows of many tables, as the session's role sees them.</summary>
internal static class RowCounts
{
    /// <summary>How far each table of a list is counted; a list may be of thousands.</summary>
    private const int ExactUpTo = 1_000;

    /// <summary>Tables per round trip: each one is a lock until it ends.</summary>
    private const int Chunk = 100;

    /// <summary>
    /// Above this size, a table with policies is not counted: those may hide most rows, and then
    /// counting to the limit reads all of it.
    /// </summary>
    private const long LargestWithPolicies = 8 << 20;

    /// <summary>One count for each table, in order.</summary>
    public static async Task<IReadOnlyList<RowCount>> OfAsync(DatabaseSession session, IReadOnlyList<ListedTable> tables, CancellationToken cancellationToken)
    {
        var counts = new RowCount[tables.Count];
        var open = new List<int>();
        for (var i = 0; i < tables.Count; i++)
        {
            counts[i] = WithoutReading(tables[i]) ?? default;
            if (WithoutReading(tables[i]) is null)
            {
                open.Add(i);
            }
        }

        var toEstimate = open.Where(i => !IsCounted(session, tables[i])).ToList();
        foreach (var chunk in open.Where(i => IsCounted(session, tables[i])).Chunk(Chunk))
        {
            var counted = await RunAsync(session, chunk, tables, from => RowCount.CountSql(from, ExactUpTo), r => r.GetInt64(0), cancellationToken);
            foreach (var (i, rows) in counted)
            {
                counts[i] = new RowCount(rows ?? Recorded(tables[i]), rows is null or > ExactUpTo);
                if (rows > ExactUpTo)
                {
                    toEstimate.Add(i);
                }
            }
        }

        foreach (var chunk in toEstimate.Chunk(Chunk))
        {
            var planned = await RunAsync(session, chunk, tables, RowCount.EstimateSql, r => RowCount.PlannedRows(r.GetString(0)), cancellationToken);
            foreach (var (i, rows) in planned)
            {
                counts[i] = new RowCount(Math.Max(counts[i].Rows, rows ?? Recorded(tables[i])), true);
            }
        }

        return counts;
    }

    /// <summary>An empty file holds no rows; of a table that can't be read, only what the last analysis recorded is known.</summary>
    private static RowCount? WithoutReading(ListedTable table) => table switch
    {
        // A materialized view without data refuses to be read; a foreign table is somewhere else.
        { Kind: TableKind.MaterializedView or TableKind.Table, Bytes: 0 } => new RowCount(0, false),
        { Kind: TableKind.ForeignTable } => new RowCount(Recorded(table), true),
        { Readable: false } => new RowCount(Recorded(table), true),
        _ => null,
    };

    // Counting a view may run whatever its author wrote.
    private static bool IsCounted(DatabaseSession session, ListedTable table) =>
        table.Kind != TableKind.View && (session.SeesEverything || !table.RlsEnabled || table.Bytes <= LargestWithPolicies);

    private static long Recorded(ListedTable table) => (long)Math.Max(0, table.Recorded);

    /// <summary>
    /// One number for each table, in one round trip. When a table is dropped, locked or closed in
    /// between, each one is asked by itself, and null stands for those that don't answer.
    /// </summary>
    private static async Task<IReadOnlyList<(int Table, long? Rows)>> RunAsync(
        DatabaseSession session,
        int[] chunk,
        IReadOnlyList<ListedTable> tables,
        Func<string, string> sql,
        Func<NpgsqlDataReader, long> read,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await session.QueryAsync([.. chunk.Select(i => DatabaseSession.Command(sql(tables[i].Name.Sql)))], cancellationToken);
            var numbers = new List<(int, long?)>();
            foreach (var i in chunk)
            {
                await reader.ReadAsync(cancellationToken);
                numbers.Add((i, read(reader)));
                await reader.NextResultAsync(cancellationToken);
            }

            return numbers;
        }
        catch (PostgresException e) when (IsOfOneTable(e))
        {
            if (chunk.Length == 1)
            {
                return [(chunk[0], null)];
            }
        }

        var alone = new List<(int, long?)>();
        foreach (var i in chunk)
        {
            alone.AddRange(await RunAsync(session, [i], tables, sql, read, cancellationToken));
        }

        return alone;
    }

    // A view's plan may fail in any way that its author's functions do; what the server as a whole refuses is told.
    private static bool IsOfOneTable(PostgresException e) =>
        e.SqlState == PostgresErrorCodes.QueryCanceled || e.SqlState[..2] is not ("08" or "53" or "57" or "58");
}
